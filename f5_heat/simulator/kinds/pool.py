# SPDX-License-Identifier: Apache-2.0

"""Nodes, pools and their members."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.kinds import monitor
from f5_heat.simulator.schema import kind

_STATES = (
    'unchecked',
    'checking',
    'up',
    'down',
    'unavailable',
    'fqdn-up',
    'fqdn-up-no-addr',
    'fqdn-down',
    'fqdn-checking',
)
_STATE = {
    'session': kind.choice(
        'user-enabled',
        'user-disabled',
        'monitor-enabled',
        shown=('monitor-enabled',),
    ),
    'state': kind.choice(*_STATES, 'user-up', 'user-down', shown=_STATES),
}
_MEMBERSHIP = {
    **facts.DESCRIBED,
    **_STATE,
    'address': kind.address(create_only=True),
    'connectionLimit': kind.integer(0, 0, facts.MAX_CONNECTIONS),
    'dynamicRatio': kind.integer(1, 1, 100),
    'ephemeral': kind.choice('false', 'true', read_only=True),
    'logging': kind.switch(),
    'metadata': kind.items(
        fields=facts.METADATA['metadata'].fields, unverified=facts.DOCUMENTED
    ),
    'monitor': kind.Field('monitor', 'default', refers=monitor.COLLECTIONS),
    'rateLimit': facts.rate_limit(1, facts.MAX_CONNECTIONS),
    'ratio': kind.integer(1, 1, 100),
}

NODE = kind.Kind(
    'ltm/node',
    'Node',
    {
        **_MEMBERSHIP,
        'fqdn': facts.composed(
            {
                'addressFamily': kind.choice(
                    'ipv4', 'ipv6', 'all', create_only=True
                ),
                'autopopulate': kind.switch(create_only=True),
                'downInterval': kind.integer(5, 0),
                'interval': kind.number_text('3600', words=('ttl',)),
                'tmName': kind.text(
                    unverified='that it can be changed on a node in use'
                ),
            }
        ),
    },
    names='letters',
    source='recorded on 12.0.0, 13.0.0, 14.1.2.1 and 14.1.4',
    in_use="01070110:3: Node address '{path}' is referenced by a member of "
    "pool '{user}'.",
)

POOL = kind.Kind(
    'ltm/pool',
    'Pool',
    {
        **facts.DESCRIBED,
        **facts.METADATA,
        'allowNat': kind.choice('yes', 'no'),
        'allowSnat': kind.choice('yes', 'no'),
        'gatewayFailsafeDevice': kind.reference('cm/device'),
        'ignorePersistedWeight': kind.switch(),
        'ipTosToClient': facts.tos('pass-through'),
        'ipTosToServer': facts.tos('pass-through'),
        'linkQosToClient': facts.qos('pass-through'),
        'linkQosToServer': facts.qos('pass-through'),
        'loadBalancingMode': kind.choice(
            'round-robin',
            'dynamic-ratio-member',
            'dynamic-ratio-node',
            'fastest-app-response',
            'fastest-node',
            'least-connections-member',
            'least-connections-node',
            'least-sessions',
            'observed-member',
            'observed-node',
            'predictive-member',
            'predictive-node',
            'ratio-least-connections-member',
            'ratio-least-connections-node',
            'ratio-member',
            'ratio-node',
            'ratio-session',
            'weighted-least-connections-member',
            'weighted-least-connections-node',
        ),
        'minActiveMembers': kind.integer(0, 0, 65535),
        'minUpMembers': kind.integer(0, 0, 65535),
        'minUpMembersAction': kind.choice('failover', 'reboot', 'restart-all'),
        'minUpMembersChecking': kind.switch(),
        'monitor': kind.Field('monitor', refers=monitor.COLLECTIONS),
        'queueDepthLimit': kind.integer(0, 0),
        'queueOnConnectionLimit': kind.switch(),
        'queueTimeLimit': kind.integer(0, 0),
        'reselectTries': kind.integer(0, 0, 65535),
        'serviceDownAction': kind.choice(
            'none', 'reset', 'drop', 'reselect', since='11.6.0'
        ),
        'slowRampTime': kind.integer(10, 0, 900),
    },
    names='letters',
    source='recorded on 11.5.4, 11.6.0, 12.0.0, 14.1.0 and 14.1.2.1',
)

MEMBERS = kind.Kind(
    'ltm/pool/members',
    'Pool Member',
    {
        **_MEMBERSHIP,
        'fqdn': facts.composed(
            {
                'addressFamily': kind.choice(
                    None,
                    'ipv4',
                    'ipv6',
                    'all',
                    create_only=True,
                    unverified=facts.DOCUMENTED,
                ),
                'autopopulate': kind.switch(create_only=True),
                'downInterval': kind.integer(unverified=facts.DOCUMENTED),
                'interval': kind.number_text(
                    words=('ttl',), unverified=facts.DOCUMENTED
                ),
                'tmName': kind.text(create_only=True),
            }
        ),
        'inheritProfile': kind.switch('enabled'),
        'priorityGroup': kind.integer(0, 0, 65535),
        'profiles': kind.items(unverified=facts.DOCUMENTED),
    },
    parent='ltm/pool',
    not_found='object',
    source='recorded on 11.5.4, 11.6.1 and 13.1.3.4',
)

KINDS = (
    NODE,
    POOL,
    MEMBERS,
)
