# SPDX-License-Identifier: Apache-2.0

"""F5::Net::VLAN: a layer 2 network that a BIG-IP takes part in."""

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.engine.validation import constraints
from f5_heat.engine.validation import rules


class Interfaces(schema.Subcollection):
    """The interfaces of a VLAN, each by its name."""

    def __init__(self):
        super().__init__(
            'The interfaces and trunks of the VLAN. Those of a VLAN without '
            'this property are as somebody else leaves them.',
            wire='interfaces',
            schema=schema.Map(
                'An interface.',
                schema={
                    'name': schema.String(
                        'The name of an interface or a trunk, such as 1.1.',
                        wire='name',
                        required=True,
                    ),
                    'tagged': schema.Switch(
                        'Whether frames have the tag of the VLAN. An '
                        'interface may be untagged in one VLAN only.',
                        wire=('tagged', 'untagged'),
                        unset=False,
                        default=False,
                    ),
                    'tag_mode': schema.Choice(
                        'Which tags the frames of a tagged interface have, '
                        'for double tagging: none, service, customer or '
                        'double.',
                        wire='tagMode',
                        unset='none',
                        choices=('none', 'service', 'customer', 'double'),
                    ),
                },
            ),
        )

    @staticmethod
    def name_of(item, route_domain=0):
        return item['name'].strip()

    def identify(self, name, folder):
        # Interfaces lie in no partition.
        return {'name': name}


class Untagged(rules.Rule):
    """An interface is untagged in one VLAN only."""

    def claims(self, case):
        if not case.knows('interfaces'):
            return
        for item in case.value('interfaces') or []:
            if not item['tagged']:
                yield rules.Claim(
                    ('untagged', item['name']),
                    'interfaces',
                    'The interface %s is untagged in the VLAN of the resource '
                    '%%s, and may be so in one only: make it tagged here or '
                    'there.' % item['name'],
                )


class VLAN(bigip.BigIPObject):
    """A layer 2 network, on interfaces of the BIG-IP.

    Virtual servers listen on VLANs, and self IPs give the BIG-IP addresses in
    them.
    """

    collection = 'net/vlan'
    # Whoever makes VLANs reaches the networks of all others.
    tenants = False
    subcollections = ('interfaces',)
    rules = (Untagged(),)

    @schema.deferred
    def properties_schema(cls):
        return {
            **bigip.NAMING,
            **bigip.DESCRIPTION,
            'tag': schema.Integer(
                'The tag of the VLAN. Without it the BIG-IP takes a free one '
                'when it creates the VLAN, and keeps that.',
                wire='tag',
                assigned=True,
                constraints=[constraints.Range(1, 4094)],
            ),
            'interfaces': Interfaces(),
            'mtu': schema.Integer(
                'The most bytes of an IP packet.',
                wire='mtu',
                unset=1500,
                constraints=[constraints.Range(576, 9198)],
            ),
            'customer_tag': schema.Number(
                'The tag of the customer, for double tagging; or none.',
                wire='customerTag',
                unset='none',
                constraints=[constraints.NumberOr(1, 4094, 'none')],
            ),
            'cmp_hash': schema.Choice(
                'By which address connections are given to the processors: '
                'default, src-ip or dst-ip.',
                wire='cmpHash',
                unset='default',
                choices=('default', 'src-ip', 'dst-ip'),
            ),
            'auto_lasthop': schema.Choice(
                'Whether answers go back to where the request came from: '
                'enabled, disabled, or default for what the BIG-IP does '
                'elsewhere.',
                wire='autoLasthop',
                unset='default',
                choices=('default', 'enabled', 'disabled'),
            ),
            'source_checking': schema.Boolean(
                'Whether a packet is dropped whose answer would leave by '
                'another VLAN.',
                wire='sourceChecking',
                unset=False,
            ),
            'learning': schema.Choice(
                'What is done with frames from addresses that are not known: '
                'enable-forward, disable-forward or disable-drop.',
                wire='learning',
                unset='enable-forward',
                choices=('enable-forward', 'disable-forward', 'disable-drop'),
            ),
            'failsafe': schema.Boolean(
                'Whether the BIG-IP acts as failsafe_action says when it has '
                'seen no traffic for failsafe_timeout.',
                wire='failsafe',
                unset=False,
            ),
            'failsafe_action': schema.Choice(
                'What the failsafe does: failover-restart-tm, restart-all or '
                'reboot.',
                wire='failsafeAction',
                unset='failover-restart-tm',
                choices=('failover-restart-tm', 'restart-all', 'reboot'),
            ),
            'failsafe_timeout': schema.Integer(
                'The seconds without traffic after which the failsafe acts.',
                wire='failsafeTimeout',
                unset=90,
                constraints=[constraints.Range(10, 3600)],
            ),
            'dag_round_robin': schema.Boolean(
                'Whether connectionless traffic is dealt to the processors in '
                'turn.',
                wire='dagRoundRobin',
                unset=False,
            ),
            'dag_tunnel': schema.Choice(
                'The header by which traffic in tunnels is given to the '
                'processors: outer or inner.',
                wire='dagTunnel',
                unset='outer',
                choices=('outer', 'inner'),
            ),
            'hardware_syncookie': schema.Boolean(
                'Whether hardware answers SYN floods with cookies, where the '
                'platform can.',
                wire='hardwareSyncookie',
                unset=False,
            ),
            'syncache_threshold': schema.Integer(
                'The half-open connections from which on cookies are used.',
                wire='syncacheThreshold',
                unset=6000,
                constraints=[constraints.Range(0)],
            ),
            'syn_flood_rate_limit': schema.Integer(
                'The SYN packets a second from which on cookies are used.',
                wire='synFloodRateLimit',
                unset=1000,
                constraints=[constraints.Range(0)],
            ),
            'sflow': schema.Map(
                'How traffic is sampled for sFlow.',
                wire='sflow',
                unset={},
                schema={
                    'poll_interval': schema.Integer(
                        'The seconds between two polls of the counters.',
                        wire='pollInterval',
                        unset=0,
                        constraints=[constraints.Range(0)],
                    ),
                    'poll_interval_global': schema.Boolean(
                        'Whether the interval of the BIG-IP as a whole holds '
                        'instead.',
                        wire='pollIntervalGlobal',
                        unset=True,
                        words=('yes', 'no'),
                    ),
                    'sampling_rate': schema.Integer(
                        'Of how many packets one is sampled.',
                        wire='samplingRate',
                        unset=0,
                        constraints=[constraints.Range(0)],
                    ),
                    'sampling_rate_global': schema.Boolean(
                        'Whether the rate of the BIG-IP as a whole holds '
                        'instead.',
                        wire='samplingRateGlobal',
                        unset=True,
                        words=('yes', 'no'),
                    ),
                },
            ),
        }


def resource_mapping():
    return {'F5::Net::VLAN': VLAN}
