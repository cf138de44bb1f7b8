# SPDX-License-Identifier: Apache-2.0

"""Rows of the servers, of what balances load to them, and of iRules."""

from f5_heat.resources.ltm import data_group
from tests.functional.contract import row

SERVER = {
    'description': row.DESCRIPTION,
    'ratio': row.Change('ratio', 2, 3),
    'dynamic_ratio': row.Change('dynamicRatio', 2, 3),
    'connection_limit': row.Change('connectionLimit', 10, 20),
    'rate_limit': row.Change('rateLimit', '10', '20'),
    'logging': row.on('logging'),
}
#: Nodes and members show whether they are monitored, and enabled, together.
ADMIN_STATE = row.Change(
    'session',
    'disabled',
    'forced_offline',
    'user-disabled',
    'user-disabled',
    drift='user-enabled',
)


def monitors(first, second, third):
    """The monitors of something, and how many of them have to succeed."""
    paths = ['/Common/' + name for name in (first, second, third)]
    return {
        'monitors': row.Change(
            'monitor', [first], paths[1:], paths[0], ' and '.join(paths[1:])
        ),
        'min_monitors': row.Change(
            'monitor',
            1,
            2,
            'min 1 of { %s }' % ' '.join(paths),
            'min 2 of { %s }' % ' '.join(paths),
            drift='min 1 of %s' % ' '.join(paths),
            unset=' and '.join(paths),
            along={'monitors': [first, second, third]},
        ),
    }


NODE = row.Row(
    'F5::LTM::Node',
    'ltm/node/~Common~<name>',
    given={'name': '<name>', 'address': '192.0.2.<n>'},
    changes={
        **SERVER,
        **monitors('icmp', 'gateway_icmp', 'tcp_echo'),
        'admin_state': ADMIN_STATE,
    },
    apart=('admin_state',),
    fixed={
        'address': row.Change('address', '192.0.2.10<n>', '192.0.2.11<n>'),
        'fqdn': row.Change(
            'fqdn',
            {'name': 'a.example.com'},
            {
                'name': 'b.example.com',
                'address_family': 'ipv6',
                'autopopulate': True,
                'interval': 'ttl',
                'down_interval': 10,
            },
            {
                'tmName': 'a.example.com',
                'addressFamily': 'ipv4',
                'autopopulate': 'disabled',
                'interval': '3600',
                'downInterval': 5,
            },
            {
                'tmName': 'b.example.com',
                'addressFamily': 'ipv6',
                'autopopulate': 'enabled',
                'interval': 'ttl',
                'downInterval': 10,
            },
            along={'address': None},
        ),
    },
    # What of it changes in place is in test_node.py.
    exempt=('fqdn',),
)

MEMBER = [
    [{'member_ip': '198.18.1.<n>', 'member_port': '80'}],
    [
        {'member_ip': '198.18.1.<n>', 'member_port': '80', 'ratio': 5},
        {'member_ip': '2001:db8::<n>', 'member_port': 'any'},
    ],
    [{'name': '198.18.1.<n>:80', 'address': '198.18.1.<n>'}],
    [
        {'name': '198.18.1.<n>:80', 'ratio': 5},
        {'name': '2001:db8::<n>.0', 'address': '2001:db8::<n>'},
    ],
]

POOL = row.Row(
    'F5::LTM::Pool',
    'ltm/pool/~Common~<name>',
    given={'name': '<name>'},
    changes={
        'description': row.DESCRIPTION,
        'load_balancing_mode': row.Change(
            'loadBalancingMode', 'least-connections-member', 'ratio-member'
        ),
        # More of the members is in test_pool.py.
        'members': row.Change(
            'membersReference.items', *MEMBER, drift_key='members', unset=[]
        ),
        **monitors('http', 'tcp', 'gateway_icmp'),
        'min_active_members': row.Change('minActiveMembers', 1, 2),
        'min_up_members': row.Change('minUpMembers', 1, 2),
        'min_up_members_action': row.Change(
            'minUpMembersAction', 'reboot', 'restart-all'
        ),
        'min_up_members_checking': row.on('minUpMembersChecking'),
        'service_down_action': row.Change(
            'serviceDownAction', 'Reject', 'drop', 'reset'
        ),
        'slow_ramp_time': row.Change('slowRampTime', 20, 30),
        'reselect_tries': row.Change('reselectTries', 1, 2),
        'allow_nat': row.yes_no('allowNat', False),
        'allow_snat': row.yes_no('allowSnat', False),
        'ignore_persisted_weight': row.on('ignorePersistedWeight'),
        'ip_tos_to_client': row.Change('ipTosToClient', '8', 'mimic'),
        'ip_tos_to_server': row.Change('ipTosToServer', '8', 'mimic'),
        'link_qos_to_client': row.Change('linkQosToClient', '1', '2'),
        'link_qos_to_server': row.Change('linkQosToServer', '1', '2'),
        'queue_on_connection_limit': row.on('queueOnConnectionLimit'),
        'queue_depth_limit': row.Change('queueDepthLimit', 10, 20),
        'queue_time_limit': row.Change('queueTimeLimit', 10, 20),
        'metadata': row.METADATA,
    },
    apart=('members',),
    exempt=('wait_for',),
)

POOL_MEMBER = row.Row(
    'F5::LTM::PoolMember',
    'ltm/pool/~Common~<tag>_pool/members/~Common~198.18.0.<n>:80',
    given={
        'pool': '/Common/<tag>_pool',
        'address': '198.18.0.<n>',
        'port': '80',
    },
    changes={
        **SERVER,
        **monitors('http', 'tcp', 'tcp_half_open'),
        'priority_group': row.Change('priorityGroup', 10, 20),
        'inherit_profile': row.Change(
            'inheritProfile', False, True, 'disabled', 'enabled'
        ),
        'ip_encapsulation': row.Change(
            'profiles',
            '/Common/gre',
            '/Common/ipip',
            ['/Common/gre'],
            ['/Common/ipip'],
        ),
        'admin_state': ADMIN_STATE,
    },
    needs={
        'pool': {'type': 'F5::LTM::Pool', 'properties': {'name': '<tag>_pool'}}
    },
    apart=('admin_state',),
    # That members are made anew is in test_pool_member.py.
    exempt=(
        'pool',
        'address',
        'node',
        'fqdn',
        'port',
        'preserve_node',
        'drain',
        'wait_for',
    ),
)

VIRTUAL_ADDRESS = row.Row(
    'F5::LTM::VirtualAddress',
    'ltm/virtual-address/~Common~<name>',
    given={'name': '<name>', 'address': '203.0.113.<n>'},
    changes={
        'description': row.DESCRIPTION,
        'admin_state_up': row.yes_no('enabled', False),
        'arp': row.off('arp'),
        'icmp_echo': row.Change('icmpEcho', 'disabled', 'selective'),
        'route_advertisement': row.Change(
            'routeAdvertisement', 'enabled', 'selective'
        ),
        'server_scope': row.Change('serverScope', 'all', 'none'),
        'auto_delete': row.true_false('autoDelete', False),
        'spanning': row.on('spanning'),
        'connection_limit': row.Change('connectionLimit', 10, 20),
        'traffic_group': row.reference(
            'trafficGroup',
            'traffic-group-local-only',
            'contract_traffic_group',
        ),
    },
    fixed={
        'address': row.Change('address', '203.0.113.10<n>', '203.0.113.11<n>'),
        'mask': row.Change(
            'mask',
            '255.255.255.0',
            '255.255.255.128',
            along={'address': '203.0.113.128'},
        ),
    },
)

RULE = 'when CLIENT_ACCEPTED {\n    log local0. "%s"\n}'

IRULE = row.Row(
    'F5::LTM::IRule',
    'ltm/rule/~Common~<name>',
    given={'name': '<name>', 'definition': RULE % 'plain'},
    changes={
        'definition': row.Change(
            'apiAnonymous', RULE % 'one', RULE % 'two', unset=RULE % 'plain'
        ),
        'ignore_verification': row.Change(
            'ignoreVerification', True, False, 'true', row.ABSENT
        ),
    },
)

SNAT_POOL = row.Row(
    'F5::LTM::SnatPool',
    'ltm/snatpool/~Common~<name>',
    given={'name': '<name>', 'members': ['198.51.100.1']},
    changes={
        'description': row.DESCRIPTION,
        'members': row.Change(
            'members',
            ['198.51.100.2'],
            ['198.51.100.3', '/Common/2001:db8::1'],
            ['/Common/198.51.100.2'],
            ['/Common/198.51.100.3', '/Common/2001:db8::1'],
            unset=['/Common/198.51.100.1'],
        ),
    },
)

TCP = {'profiles': ['tcp']}
ALL_TCP = {'fullPath': '/Common/tcp', 'context': 'all'}
CLIENT_SSL = {'fullPath': '/Common/clientssl', 'context': 'clientside'}
SERVER_SSL = {'fullPath': '/Common/serverssl', 'context': 'serverside'}

VIRTUAL_SERVER = row.Row(
    'F5::LTM::VirtualServer',
    'ltm/virtual/~Common~<name>',
    given={'name': '<name>', 'ip': '192.0.2.<n>', 'port': '80'},
    changes={
        'description': row.DESCRIPTION,
        'ip': row.Change(
            'destination',
            '192.0.2.10<n>',
            '192.0.2.11<n>',
            '/Common/192.0.2.10<n>:80',
            '/Common/192.0.2.11<n>:80',
            unset='/Common/192.0.2.<n>:80',
        ),
        'port': row.Change(
            'destination',
            '8080',
            'any',
            '/Common/192.0.2.<n>:8080',
            '/Common/192.0.2.<n>:0',
            unset='/Common/192.0.2.<n>:80',
        ),
        'mask': row.Change('mask', '255.255.255.254', '255.255.255.252'),
        'source': row.Change('source', '198.51.100.0/24', '203.0.113.0/24'),
        'ip_protocol': row.Change('ipProtocol', 'tcp', 'udp'),
        'admin_state_up': row.Change(
            'disabled', False, True, True, row.ABSENT
        ),
        'default_pool': row.Change(
            'pool',
            {'get_resource': 'pool_1'},
            '<tag>_pool_2',
            '/Common/<tag>_pool_1',
            '/Common/<tag>_pool_2',
        ),
        'profiles': row.Change(
            'profilesReference.items',
            ['tcp'],
            ['/Common/http', 'tcp'],
            [ALL_TCP],
            [{'fullPath': '/Common/http', 'context': 'all'}, ALL_TCP],
            drift=['/Common/fastL4'],
            drift_key='profiles',
            unset=[{'fullPath': '/Common/fastL4', 'context': 'all'}],
        ),
        'client_profiles': row.Change(
            'profilesReference.items',
            ['clientssl'],
            [{'name': 'clientssl-secure', 'context': 'client'}],
            [CLIENT_SSL, ALL_TCP],
            [
                {
                    'fullPath': '/Common/clientssl-secure',
                    'context': 'clientside',
                },
                ALL_TCP,
            ],
            drift=['/Common/tcp'],
            drift_key='profiles',
            unset=[ALL_TCP],
            along=TCP,
        ),
        'server_profiles': row.Change(
            'profilesReference.items',
            ['serverssl'],
            [{'name': 'apm-default-serverssl', 'context': 'serverside'}],
            [SERVER_SSL, ALL_TCP],
            [
                {
                    'fullPath': '/Common/apm-default-serverssl',
                    'context': 'serverside',
                },
                ALL_TCP,
            ],
            drift=['/Common/tcp'],
            drift_key='profiles',
            unset=[ALL_TCP],
            along=TCP,
        ),
        'persistence_profile': row.Change(
            'persist',
            'source_addr',
            '/Common/dest_addr',
            [{'name': 'source_addr', 'partition': 'Common'}],
            [{'name': 'dest_addr', 'partition': 'Common'}],
        ),
        'fallback_persistence_profile': row.reference(
            'fallbackPersistence', 'dest_addr', 'source_addr'
        ),
        'irules': row.Change(
            'rules',
            [{'get_resource': 'rule_1'}],
            ['<tag>_rule_2', '/Common/<tag>_rule_1'],
            ['/Common/<tag>_rule_1'],
            ['/Common/<tag>_rule_2', '/Common/<tag>_rule_1'],
        ),
        'policies': row.Change(
            'policiesReference.items',
            ['contract_1'],
            ['/Common/contract_2'],
            [{'fullPath': '/Common/contract_1'}],
            [{'fullPath': '/Common/contract_2'}],
            drift=['/Common/contract_1'],
            drift_key='policies',
            unset=[],
            along={'profiles': ['http', 'tcp']},
        ),
        'snat': row.Change(
            'sourceAddressTranslation',
            'none',
            {'get_resource': 'snat'},
            {'type': 'none'},
            {'type': 'snat', 'pool': '/Common/<tag>_snat'},
        ),
        'vlans': row.Change(
            'vlans',
            ['contract_1'],
            ['contract_1', '/Common/contract_2'],
            ['/Common/contract_1'],
            ['/Common/contract_1', '/Common/contract_2'],
        ),
        'vlans_disabled': row.Change(
            'vlansEnabled', False, True, True, row.ABSENT
        ),
        'source_port': row.Change('sourcePort', 'preserve-strict', 'change'),
        'translate_address': row.off('translateAddress'),
        'translate_port': row.off('translatePort'),
        'auto_last_hop': row.Change('autoLasthop', 'enabled', 'disabled'),
        'mirror': row.on('mirror'),
        'nat64': row.on('nat64'),
        'cmp_enabled': row.yes_no('cmpEnabled', False),
        'address_status': row.yes_no('addressStatus', False),
        'connection_limit': row.Change('connectionLimit', 10, 20),
        'rate_limit': row.Change('rateLimit', '10', '20'),
        'rate_limit_mode': row.Change(
            'rateLimitMode', 'object-source', 'destination'
        ),
        'rate_limit_src_mask': row.Change('rateLimitSrcMask', 16, 24),
        'rate_limit_dst_mask': row.Change('rateLimitDstMask', 16, 24),
        'service_down_immediate_action': row.Change(
            'serviceDownImmediateAction', 'drop', 'reset'
        ),
        'serverssl_use_sni': row.on('serversslUseSni'),
        'gtm_score': row.Change('gtmScore', 10, 20),
        'clone_pools': row.Change(
            'clonePools',
            [{'name': '<tag>_pool_1', 'context': 'clientside'}],
            [{'name': '/Common/<tag>_pool_2', 'context': 'serverside'}],
            [
                {
                    'name': '<tag>_pool_1',
                    'partition': 'Common',
                    'context': 'clientside',
                }
            ],
            [
                {
                    'name': '<tag>_pool_2',
                    'partition': 'Common',
                    'context': 'serverside',
                }
            ],
        ),
        'traffic_matching_criteria': row.reference(
            'trafficMatchingCriteria', 'one', 'two'
        ),
        'firewall_enforced_policy': row.reference(
            'fwEnforcedPolicy', 'one', 'two'
        ),
        'firewall_staged_policy': row.reference(
            'fwStagedPolicy', 'one', 'two'
        ),
        'security_log_profiles': row.Change(
            'securityLogProfiles',
            ['one'],
            ['one', '/Common/two'],
            ['/Common/one'],
            ['/Common/one', '/Common/two'],
        ),
        'ip_intelligence_policy': row.reference(
            'ipIntelligencePolicy', 'one', 'two'
        ),
        'per_flow_request_access_policy': row.reference(
            'perFlowRequestAccessPolicy', 'one', 'two'
        ),
        'security_nat_policy': row.Change(
            'securityNatPolicy',
            {
                'policy': 'one',
                'use_device_policy': True,
                'use_route_domain_policy': True,
            },
            {
                'policy': 'two',
                'use_device_policy': False,
                'use_route_domain_policy': False,
            },
            {
                'policy': '/Common/one',
                'useDevicePolicy': 'yes',
                'useRouteDomainPolicy': 'yes',
            },
            {
                'policy': '/Common/two',
                'useDevicePolicy': 'no',
                'useRouteDomainPolicy': 'no',
            },
            unset={
                'policy': row.ABSENT,
                'useDevicePolicy': 'no',
                'useRouteDomainPolicy': 'no',
            },
        ),
        'metadata': row.METADATA,
    },
    needs={
        **{
            name: {
                'type': 'F5::LTM::Pool',
                'properties': {'name': '<tag>_' + name},
            }
            for name in ('pool_1', 'pool_2')
        },
        **{
            name: {
                'type': 'F5::LTM::IRule',
                'properties': {
                    'name': '<tag>_' + name,
                    'definition': RULE % name,
                },
            }
            for name in ('rule_1', 'rule_2')
        },
        'snat': {
            'type': 'F5::LTM::SnatPool',
            'properties': {'name': '<tag>_snat', 'members': ['198.51.100.9']},
        },
    },
    apart=('ip', 'port', 'mask', 'profiles', 'traffic_matching_criteria'),
    exempt=('drain', 'wait_for'),
    fixed={
        'type': row.Change(
            'ipForward', 'forwarding-ip', 'standard', True, row.ABSENT
        )
    },
)

DATA_GROUP = row.Row(
    'F5::LTM::DataGroup',
    'ltm/data-group/internal/~Common~<name>',
    given={'name': '<name>'},
    changes={
        'description': row.DESCRIPTION,
        'records': row.Change(
            'records',
            [{'name': '/css', 'data': 'static'}, '.png'],
            {'.gif': '', '/images': 'static'},
            [{'name': '.png'}, {'name': '/css', 'data': 'static'}],
            [{'name': '.gif'}, {'name': '/images', 'data': 'static'}],
        ),
    },
    fixed={
        'type': row.Change(
            'type',
            'ip',
            'string',
            along={'records': ['192.0.2.<n>']},
        ),
    },
    always=('type',),
)

FORMS = {
    data_group.Records: (
        data_group.Records('A.', 'a'),
        [
            {'a': 1, 'b': None},
            [{'name': 'a', 'data': '1'}, 'b'],
            '["b", {"name": "a", "data": 1}]',
        ],
        [{}, {'a': ''}, {'a': '1'}, ['a', 'b'], '{"c": true}', '{', [[]]],
    ),
}

ROWS = [
    DATA_GROUP,
    NODE,
    POOL,
    POOL_MEMBER,
    VIRTUAL_SERVER,
    VIRTUAL_ADDRESS,
    IRULE,
    SNAT_POOL,
]
