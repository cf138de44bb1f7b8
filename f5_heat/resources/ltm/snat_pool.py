# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::SnatPool: addresses in whose name servers are contacted."""

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.engine.schema import addresses
from f5_heat.engine.traits import companions
from f5_heat.engine.validation import constraints


class Translation(schema.Reference):
    """An address, or the path of the SNAT translation that is for it."""

    def encode(self, value, folder):
        return super().encode(
            _spelled(value, lambda name: addresses.sent(name, folder)), folder
        )

    def canonical(self, value, place):
        return super().canonical(
            _spelled(value, lambda name: addresses.normal(name, place.domain)),
            place,
        )


def _spelled(path, spell):
    """Return the name or path with the address in another form."""
    head, slash, name = path.strip().rpartition('/')
    return head + slash + spell(name)


def translations(resource, values):
    """Return the paths of the SNAT translations of a SNAT pool."""
    folder = resource.folder()
    item = resource.properties_schema['members'].item
    return {str(item.encode(one, folder)) for one in values['members'] or []}


class SnatPool(bigip.BigIPObject):
    """Addresses that take the place of the clients' towards servers.

    The BIG-IP makes a SNAT translation for an address that has none. It is
    deleted with the last SNAT pool that has the address.
    """

    collection = 'ltm/snatpool'
    tenants = True
    further_collections = ('ltm/snat-translation',)
    traits = (
        companions.Companions(
            'ltm/snat-translation', 'members', paths=translations
        ),
    )

    @schema.deferred
    def properties_schema(cls):
        return {
            **bigip.NAMING,
            **bigip.DESCRIPTION,
            'members': schema.List(
                'The IP addresses, or the names or paths of SNAT '
                'translations.',
                wire='members',
                required=True,
                ordered=False,
                constraints=[constraints.Length(min=1)],
                schema=Translation(
                    'An address, or the name or path of a SNAT translation.',
                    to='ltm/snat-translation',
                ),
            ),
        }


def resource_mapping():
    return {'F5::LTM::SnatPool': SnatPool}
