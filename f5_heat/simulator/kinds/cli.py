# SPDX-License-Identifier: Apache-2.0

"""Scripts of tmsh."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

# The device's own script is not public. These are the procedures of it
# that a public presentation calls, in words of this project.
_APP_UTILS = """package require iapp

proc get_ssl_certs {} {
    return [join [iapp::get_items -nocomplain sys file ssl-cert] \\n]
}

proc get_ssl_keys {} {
    return [join [iapp::get_items -nocomplain sys file ssl-key] \\n]
}
"""

SCRIPT = kind.Kind(
    'cli/script',
    'script',
    {
        'apiAnonymous': kind.text(),
        'description': kind.text(unverified=facts.DOCUMENTED),
        'ignoreVerification': kind.choice('false', 'true'),
        'scriptChecksum': kind.text(
            read_only=True, unverified=facts.DOCUMENTED
        ),
        'scriptSignature': kind.text(read_only=True),
        'signingKey': kind.reference(facts.KEY, read_only=True),
        'totalSigningStatus': kind.text(
            'not-all-signed',
            read_only=True,
            unverified="the word for a script of one's own",
        ),
        'verificationStatus': kind.text(
            'none',
            read_only=True,
            unverified="the word for a script of one's own",
        ),
    },
    source='recorded on 14.1.2.1',
    unverified=facts.LABEL,
    builtins={
        '/Common/f5.app_utils': {
            'apiAnonymous': _APP_UTILS,
            'signingKey': '/Common/f5-irule',
            'totalSigningStatus': 'one-cert-signed',
            'verificationStatus': 'signature-verified',
        }
    },
)

KINDS = (SCRIPT,)
