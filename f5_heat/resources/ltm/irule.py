# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::IRule: a script that a BIG-IP runs on its traffic."""

import re

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.objects import bigip


class Script(schema.Script):
    """A script in Tcl, which may use pools and look data groups up."""

    def names(self, value, folder):
        text = value or ''
        for what, name in re.findall(r'\b(pool|snatpool)\s+([\w./-]+)', text):
            yield 'ltm/' + what, schema.resolve(name, folder)
        if re.search(r'\bclass\s', text):
            # The last word of the command, as in [class match $host equals
            # NAME]. Other commands end so, too, and name no data group.
            for name in {*re.findall(r'(?<![\w./-])([\w./-]+)\s*\]', text)}:
                yield (
                    'ltm/data-group/internal',
                    schema.resolve(name, folder),
                )


class IRule(bigip.BigIPObject):
    """A Tcl script that virtual servers run at events of a connection.

    The BIG-IP compiles it when it is created or changed, and refuses one
    with errors. A comment at its end says which stack it belongs to.
    """

    collection = 'ltm/rule'
    tenants = 'allow_irules'
    ownership = ownership.COMMENT

    @schema.deferred
    def properties_schema(cls):
        return {
            **bigip.NAMING,
            'definition': Script(
                'The script.', wire='apiAnonymous', required=True, to='ltm/'
            ),
            'ignore_verification': schema.Boolean(
                'Whether the BIG-IP takes the script without verifying its '
                'signature or checksum.',
                wire='ignoreVerification',
                unset=False,
                words=('true', 'false'),
            ),
        }


def resource_mapping():
    return {'F5::LTM::IRule': IRule}
