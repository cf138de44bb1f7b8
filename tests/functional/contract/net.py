# SPDX-License-Identifier: Apache-2.0

"""Rows of VLANs and of the addresses in them."""

from f5_heat.engine import schema
from f5_heat.resources.net import self_ip
from f5_heat.resources.net import vlan
from tests.functional.contract import row

VLAN = row.Row(
    'F5::Net::VLAN',
    'net/vlan/~Common~<name>',
    given={'name': '<name>'},
    changes={
        'description': row.DESCRIPTION,
        # A device keeps the tag that it has when the property is dropped.
        'tag': row.Change('tag', 10, 20, unset=20),
        # More of the interfaces is in test_vlan.py.
        'interfaces': row.Change(
            'interfacesReference.items',
            [{'name': '1.1', 'tagged': True}],
            [{'name': '1.1'}, {'name': '1.2', 'tagged': True}],
            [{'name': '1.1', 'tagged': True}],
            [{'name': '1.1', 'untagged': True}, {'name': '1.2'}],
            drift_key='interfaces',
            unset=[],
        ),
        'mtu': row.Change('mtu', 1400, 9000),
        'customer_tag': row.Change('customerTag', '30', '40', unset='none'),
        'cmp_hash': row.Change('cmpHash', 'src-ip', 'dst-ip'),
        'auto_lasthop': row.Change('autoLasthop', 'enabled', 'disabled'),
        'source_checking': row.on('sourceChecking'),
        'learning': row.Change('learning', 'disable-forward', 'disable-drop'),
        'failsafe': row.on('failsafe'),
        'failsafe_action': row.Change(
            'failsafeAction', 'reboot', 'restart-all'
        ),
        'failsafe_timeout': row.Change('failsafeTimeout', 100, 200),
        'dag_round_robin': row.on('dagRoundRobin'),
        'dag_tunnel': row.Change('dagTunnel', 'inner', 'outer'),
        'hardware_syncookie': row.on('hardwareSyncookie'),
        'syncache_threshold': row.Change('syncacheThreshold', 10, 20),
        'syn_flood_rate_limit': row.Change('synFloodRateLimit', 10, 20),
        'sflow': row.Change(
            'sflow',
            {'poll_interval': 10, 'poll_interval_global': False},
            {'poll_interval': 20, 'poll_interval_global': True},
            {'pollInterval': 10, 'pollIntervalGlobal': 'no'},
            {'pollInterval': 20, 'pollIntervalGlobal': 'yes'},
        ),
    },
)

SELF_IP = row.Row(
    'F5::Net::SelfIP',
    'net/self/~Common~<name>',
    given={
        'name': '<name>',
        'address': '10.64.<n>.1/24',
        'vlan': '<tag>_vlan',
    },
    changes={
        'description': row.DESCRIPTION,
        'address': row.Change(
            'address',
            '10.65.<n>.1/24',
            '10.65.<n>.2/25',
            unset='10.64.<n>.1/24',
        ),
        'allow_service': row.Change(
            'allowService',
            ['tcp:443', 'default'],
            ['all'],
            ['tcp:443', 'default'],
            'all',
            unset=row.ABSENT,
        ),
        'traffic_group': row.reference(
            'trafficGroup', 'traffic-group-1', 'traffic-group-local-only'
        ),
        'fw_enforced_policy': row.reference('fwEnforcedPolicy', 'one', 'two'),
        'fw_staged_policy': row.reference('fwStagedPolicy', 'one', 'two'),
    },
    needs={
        'vlan': {
            'type': 'F5::Net::VLAN',
            'properties': {'name': '<tag>_vlan'},
        },
        'vlan_2': {
            'type': 'F5::Net::VLAN',
            'properties': {'name': '<tag>_vlan_2'},
        },
    },
    fixed={
        'vlan': row.reference('vlan', '<tag>_vlan', '<tag>_vlan_2'),
    },
)

FORMS = {
    vlan.Interfaces: (
        vlan.Interfaces(),
        [
            [{'name': '1.1'}, {'name': '1.2', 'tagged': True}],
            [
                {'name': '1.2', 'tagged': True, 'tag_mode': 'None'},
                {'name': '1.1', 'tagged': False},
            ],
        ],
        [
            [],
            [{'name': '1.1'}],
            [{'name': '1.2'}],
            [{'name': '1.1', 'tagged': True}],
            [{'name': '1.1', 'tagged': True, 'tag_mode': 'double'}],
        ],
    ),
    self_ip.Services: (
        self_ip.Services('A.', 'a', schema=schema.String('A.')),
        [['all', 'tcp:22'], ['all']],
        [['all'], ['default'], ['default', 'tcp:443'], ['none']],
    ),
}

ROWS = [SELF_IP, VLAN]
