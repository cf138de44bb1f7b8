# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::IRule: a script that a BIG-IP runs on its traffic."""

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.tcl import irules
from f5_heat.tcl import walk


class Script(schema.Script):
    """A script in Tcl, which may use pools and look data groups up."""

    def names(self, value, folder):
        for name in irules.mentioned(value or ''):
            if name.kind != walk.ADDRESS:
                yield name.kind, schema.resolve(name.text, folder)


class IRule(bigip.BigIPObject):
    """A Tcl script that virtual servers run at events of a connection.

    The BIG-IP compiles it when it is created or changed, and refuses one
    with errors. A comment at its end says which stack it belongs to. It waits
    for the pools, data groups, iRules and other objects of its stack that
    commands such as ``pool web``, ``class match`` and ``call`` name.
    """

    collection = 'ltm/rule'
    tenants = 'allow_irules'
    ownership = ownership.COMMENT
    # A virtual server needs its iRules, whatever these do with it.
    stage = 1

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
