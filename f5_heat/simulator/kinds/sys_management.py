# SPDX-License-Identifier: Apache-2.0

"""A device as a machine: its management network, software and disks."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

MANAGEMENT_IP = facts.row(
    'sys/management-ip',
    facts.DESCRIBED,
    facts.RECORDED,
    'that an address is added and does not replace the one there is',
    naming='plain',
)

MANAGEMENT_ROUTE = facts.row(
    'sys/management-route',
    {
        **facts.DESCRIBED,
        'gateway': kind.text(),
        'mtu': kind.integer(0, *facts.PORT),
        'network': kind.text(create_only=True),
        'type': kind.choice(
            None, 'gateway', 'interface', 'blackhole', unverified='the words'
        ),
    },
    'recorded on 13.1.0.4, 14.1.2.1 and 16.1.3.3',
    required=('gateway', 'network'),
)

MANAGEMENT_DHCP = facts.row(
    'sys/management-dhcp',
    {'description': kind.text(), 'requestOptions': kind.items()},
    facts.RECORDED,
    builtins={
        '/Common/sys-mgmt-dhcp-config': {
            'requestOptions': [
                'subnet-mask',
                'broadcast-address',
                'routers',
                'domain-name',
                'domain-name-servers',
                'host-name',
                'ntp-servers',
                'interface-mtu',
            ]
        }
    },
)

MANAGEMENT_OVSDB = facts.row(
    'sys/management-ovsdb',
    {
        'bfdDisabled': kind.flag(True, excludes=('bfdEnabled',)),
        'bfdEnabled': kind.flag(
            excludes=('bfdDisabled',), unverified=facts.UNSOURCED
        ),
        'disabled': kind.flag(True, excludes=('enabled',)),
        'enabled': kind.flag(
            excludes=('disabled',), unverified=facts.UNSOURCED
        ),
        'floodingType': kind.text('replicator'),
        'logLevel': kind.text('info'),
        'logicalRoutingType': kind.text('none'),
        'port': kind.integer(6640, *facts.PORT),
        'tunnelLocalAddress': kind.text('any6'),
        'tunnelMaintenanceMode': kind.text('active'),
    },
    facts.RECORDED,
    naming='singleton',
)

STATE_MIRRORING = facts.row(
    'sys/state-mirroring',
    {
        **facts.texts(
            'addr',
            'peerAddr',
            'secondaryAddr',
            'secondaryPeerAddr',
            default='none',
        ),
        'state': kind.switch('enabled'),
    },
    facts.RECORDED,
    naming='singleton',
)

_WEIGHED = {
    'attribute': kind.choice(None, 'percent-up-members'),
    'minimumThreshold': kind.integer(),
    'sufficientThreshold': kind.number_text(words=('all',)),
    'threshold': kind.integer(),
    'weight': kind.integer(10, 10, 100),
}

HA_GROUP = facts.row(
    'sys/ha-group',
    {
        **facts.DESCRIBED,
        **facts.enabled(),
        'activeBonus': kind.integer(10),
        'clusters': kind.items(
            fields={'name': kind.text(), **_WEIGHED},
            unverified=facts.DOCUMENTED,
        ),
        'pools': kind.items(
            fields={'name': kind.reference('ltm/pool'), **_WEIGHED},
            unverified=facts.DOCUMENTED,
        ),
        'trunks': kind.items(
            fields={'name': kind.reference('net/trunk'), **_WEIGHED},
            unverified=facts.DOCUMENTED,
        ),
    },
    facts.REFERENCE,
    'that its name has no partition',
    naming='plain',
)

FEATURE_MODULE = facts.row(
    'sys/feature-module',
    {
        'disabled': kind.flag(True, excludes=('enabled',)),
        'enabled': kind.flag(excludes=('disabled',)),
    },
    facts.RECORDED,
    naming='plain',
    builtins={'cgnat': {}},
)

_RELEASE = facts.texts('build', 'product', 'version', read_only=True)

SOFTWARE = (
    facts.row(
        'sys/software/image',
        {
            **_RELEASE,
            **facts.texts(
                'buildDate',
                'checksum',
                'fileSize',
                'lastModified',
                'verified',
                read_only=True,
            ),
        },
        'recorded on 12.1.0, 13.1.0.4 and 16.0.0',
        naming='plain',
    ),
    facts.row(
        'sys/software/hotfix',
        {
            **_RELEASE,
            **facts.texts(
                'checksum', 'id', 'title', 'verified', read_only=True
            ),
        },
        'recorded on 12.1.0 and 16.0.0',
        naming='plain',
    ),
    facts.row(
        'sys/software/volume',
        {
            **_RELEASE,
            'active': kind.flag(read_only=True),
            'basebuild': kind.text(read_only=True),
            'media': kind.items(
                fields={
                    'name': kind.text(),
                    'defaultBootLocation': kind.flag(),
                    'media': kind.text('hd'),
                    'size': kind.text('default'),
                },
                read_only=True,
            ),
            'status': kind.text(read_only=True),
        },
        'recorded on 12.1.0, 13.0.0 and 14.1.2.1',
        naming='plain',
        builtins={
            'HD1.1': {
                'active': True,
                'basebuild': '0.0.4',
                'build': '0.0.4',
                'product': 'BIG-IP',
                'status': 'complete',
                'media': [
                    {
                        'name': 'HD1.1',
                        'defaultBootLocation': True,
                        'media': 'hd',
                        'size': 'default',
                    }
                ],
            }
        },
    ),
    facts.row(
        'sys/software/update',
        {
            'autoCheck': kind.switch('enabled'),
            'autoPhonehome': kind.switch('enabled'),
            'checkStatus': kind.text('none', read_only=True),
            'errors': kind.integer(0, read_only=True),
            'frequency': kind.choice(
                'weekly', 'daily', 'monthly', unverified=facts.OTHER_WORDS
            ),
        },
        'recorded on 13.0.0 and 14.1.2.1',
        'status and errors of a device that never looked for updates',
        naming='singleton',
    ),
)

UCS = facts.row(
    'sys/ucs',
    {'apiRawValues': kind.nested({'filename': kind.text()}, read_only=True)},
    facts.EXAMPLES,
    'what an archive says about itself',
    naming='plain',
)

LOGICAL_DISK = facts.row(
    'sys/disk/logical-disk',
    {
        'mode': kind.text('mixed', read_only=True),
        **facts.integers(
            'size', 'vgFree', 'vgInUse', 'vgReserved', read_only=True
        ),
    },
    facts.RECORDED,
    naming='plain',
    builtins={
        'HD1': {
            'size': 77824,
            'vgFree': 21420,
            'vgInUse': 56184,
            'vgReserved': 0,
        }
    },
)

CLUSTER = facts.row(
    'sys/cluster',
    {'description': kind.text()},
    facts.RECORDED,
    'the fields: no item is recorded',
    naming='plain',
)

AOM = facts.row(
    'sys/aom',
    facts.switches(
        'disabled', 'ipmi', 'mediaRedirection', 'readonly', 'vkvm', 'webui'
    ),
    facts.RECORDED,
    naming='singleton',
)

DATASTOR = facts.row(
    'sys/datastor',
    {
        'cacheSize': kind.integer(0),
        'dedupCacheWeight': kind.integer(10),
        'disk': kind.switch('enabled'),
        'highWaterMark': kind.integer(90, 0, 100),
        'lowWaterMark': kind.integer(80, 0, 100),
        'storeSize': kind.integer(0, read_only=True),
        'webCacheWeight': kind.integer(10),
    },
    facts.RECORDED,
    'the ranges; what cannot be set',
    naming='singleton',
)

ICONTROL_SOAP = facts.row(
    'sys/icontrol-soap',
    {'allow': kind.items(['All'])},
    facts.RECORDED,
    naming='singleton',
)

VIRTUAL_DISK = facts.row(
    'vcmp/virtual-disk',
    {'operatingSystem': kind.text(read_only=True)},
    facts.EXAMPLES,
    naming='plain',
    modules=('vcmp',),
)

GUEST = facts.row(
    'vcmp/guest',
    {
        **facts.APP_SERVICE,
        'allowedSlots': kind.items(),
        'assignedSlots': kind.items(read_only=True),
        'bootPriority': kind.integer(65535, unverified=facts.EXAMPLE),
        'coresPerSlot': kind.integer(2, unverified=facts.EXAMPLE),
        'hostname': kind.text(
            'localhost.localdomain', unverified=facts.EXAMPLE
        ),
        **facts.texts(
            'initialHotfix',
            'initialImage',
            'managementGw',
            'managementIp',
            'virtualDisk',
        ),
        'managementNetwork': kind.choice(
            'bridged', 'isolated', 'host-only', unverified=facts.EXAMPLE
        ),
        'minSlots': kind.integer(1, unverified=facts.EXAMPLE),
        'preferredSlots': kind.items(unverified=facts.DOCUMENTED),
        'slots': kind.integer(1, unverified=facts.EXAMPLE),
        'sslMode': kind.text('shared', unverified=facts.EXAMPLE),
        'state': kind.choice(
            'configured',
            'provisioned',
            'deployed',
            unverified='the default',
        ),
        **facts.texts(
            'symUnitKey', 'trafficProfile', unverified=facts.DOCUMENTED
        ),
        'vlans': kind.references('net/vlan'),
    },
    facts.EXAMPLES,
    naming='plain',
    modules=('vcmp',),
)

KINDS = (
    MANAGEMENT_IP,
    MANAGEMENT_ROUTE,
    MANAGEMENT_DHCP,
    MANAGEMENT_OVSDB,
    STATE_MIRRORING,
    HA_GROUP,
    FEATURE_MODULE,
    *SOFTWARE,
    UCS,
    LOGICAL_DISK,
    CLUSTER,
    AOM,
    DATASTOR,
    ICONTROL_SOAP,
    VIRTUAL_DISK,
    GUEST,
)
