# SPDX-License-Identifier: Apache-2.0

"""tmsh: its scripts, aliases and settings."""

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

# The commands of F5 that have an alias of their own name.
_UTILITIES = {
    'bash': 'Run the bash shell',
    'ccmode': 'Use Common Criteria mode settings',
    'dig': 'Interrogate DNS name servers',
    'domain-tool': 'Manage Kerberos Host identities',
    'establish-adfs-trust': 'Establish ADFS trust',
    'fips-card-sync': 'Synchronize FIPS hardware security modules of a '
    'redundant system',
    'fips-util': 'Configures and maintains a FIPS security domain on a '
    'redundant system',
    'gencert': 'Create self-signed certificate key pairs and certificate '
    'signing requests',
    'get-ccn-dossier': 'Display system information for CCN sites',
    'get-dossier': 'Display info about system dossier',
    'imish': 'Shell to configure dynamic routing',
    'netstat': 'Display network connections, routing tables, interface '
    'statistics, masquerade connections, and multicast memberships',
    'ping': 'Send ICMP echo requests to network hosts',
    'ping6': 'Send ICMPv6 echo requests to network hosts',
    'qkview': 'Gather diagnostic information from a BIG-IP system',
    'racoonctl': 'Racoon administrative control tool',
    'ssh-keyswap': 'Manage SSH keys',
    'ssldump': 'SSLv3/TLS network protocol analyzer',
    'tcpdump': 'Display network traffic',
    'telnet': 'Run the telnet utility.',
    'test-monitor': 'Test a user created external monitor',
    'tracepath': 'Trace a path to destination discovering MTU along this path',
    'tracepath6': 'Tracepath for IPv6',
    'traceroute': 'Trace a path to destination discovering delay along '
    'this path',
    'traceroute6': 'Traceroute for IPv6',
    'vconsole': 'Run vconsole utility',
    'zebos': 'Utility to manage ZebOS routing modules',
}

ALIASES = (
    facts.row(
        'cli/alias/shared',
        {'description': kind.text(), 'tmCommand': kind.text()},
        facts.RECORDED,
        builtins={
            '/Common/' + name: {
                'tmCommand': 'run /util ' + name,
                'description': description,
            }
            for name, description in _UTILITIES.items()
        },
    ),
    facts.row(
        'cli/alias/private',
        {'description': kind.text(), 'tmCommand': kind.text()},
        facts.RECORDED,
        'the fields: no item is recorded',
        naming='plain',
    ),
)

GLOBAL_SETTINGS = facts.row(
    'cli/global-settings',
    {
        'audit': kind.switch('enabled'),
        'idleTimeout': kind.number_text(
            'disabled', 0, words=('disabled',), unverified='the range'
        ),
        'scfBackupNumber': kind.integer(2),
        'service': kind.choice('name', 'number', unverified=facts.OTHER_WORDS),
    },
    facts.RECORDED,
    naming='singleton',
)

PREFERENCE = facts.row(
    'cli/preference',
    {
        'aliasPath': kind.references('sys/folder', default=['/Common']),
        'confirmEdit': kind.switch('enabled'),
        'displayThreshold': kind.integer(100),
        'editor': kind.text('vi'),
        'historyDateTime': kind.switch(),
        'historyFileSize': kind.integer(10000),
        'historySize': kind.integer(500),
        'keymap': kind.text('default'),
        'listAllProperties': kind.switch(),
        'pager': kind.switch(),
        'prompt': kind.items(
            ['host', 'user', 'status', 'current-folder', 'config-sync-status']
        ),
        'showAliases': kind.switch('enabled'),
        'showImportedVersions': kind.switch(),
        'statUnits': kind.text('default'),
        'tableIndentWidth': kind.integer(2),
        'tclSyntaxHighlighting': kind.switch(),
        'video': kind.switch('enabled'),
        'warn': kind.text('bell'),
    },
    facts.RECORDED,
    naming='singleton',
)

KINDS = (SCRIPT, *ALIASES, GLOBAL_SETTINGS, PREFERENCE)
