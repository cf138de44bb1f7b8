# SPDX-License-Identifier: Apache-2.0

"""Devices, device groups, traffic groups and trust."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

# Each device puts its own name here.
_SELF = '/Common/bigip1'

DEVICE = kind.Kind(
    'cm/device',
    'system device',
    {
        'activeModules': kind.items(['BIG-IP, VE, LAB'], read_only=True),
        'alternateIp': kind.address('none'),
        'baseMac': kind.text('02:00:00:00:00:01', read_only=True),
        'build': kind.text('0.0.4', read_only=True),
        'cert': kind.reference(
            'cm/cert', default='/Common/dtdi.crt', read_only=True
        ),
        'chassisId': kind.text(
            '00000000-0000-0000-000000000001', read_only=True
        ),
        'chassisType': kind.text('individual', read_only=True),
        'comment': kind.text(unverified=facts.UNSOURCED),
        'configsyncIp': kind.address('none'),
        'contact': kind.text(unverified=facts.UNSOURCED),
        'description': kind.text(),
        'edition': kind.text('Final', read_only=True),
        'failoverState': kind.choice(
            'active', 'standby', 'forced-offline', 'offline', read_only=True
        ),
        'haCapacity': kind.integer(0),
        'hostname': kind.text('bigip1', read_only=True),
        'key': kind.reference(
            'cm/key', default='/Common/dtdi.key', read_only=True
        ),
        'location': kind.text(unverified=facts.UNSOURCED),
        'managementIp': kind.text('192.0.2.1', read_only=True),
        'marketingName': kind.text('BIG-IP Virtual Edition', read_only=True),
        'mgmtUnicastMode': kind.text('both'),
        'mirrorIp': kind.address('any6'),
        'mirrorSecondaryIp': kind.address('any6'),
        'multicastInterface': kind.text(),
        'multicastIp': kind.address('any6'),
        'multicastPort': kind.integer(0, 0, 65535),
        'optionalModules': kind.items([], read_only=True),
        'platformId': kind.text('Z100', read_only=True),
        'product': kind.text('BIG-IP', read_only=True),
        'selfDevice': kind.choice('false', 'true', read_only=True),
        'timeLimitedModules': kind.items(read_only=True),
        'timeZone': kind.text('America/Los_Angeles', read_only=True),
        'unicastAddress': kind.items(
            fields={
                'effectiveIp': kind.text(),
                'effectivePort': kind.integer(None, 0, 65535),
                'ip': kind.text(),
                'port': kind.integer(None, 0, 65535),
            }
        ),
        'version': kind.text(read_only=True),
    },
    source='recorded on 12.1.2 and 14.1.2.1',
    builtins={_SELF: {'selfDevice': 'true'}},
)

DEVICE_GROUP = kind.Kind(
    'cm/device-group',
    'device group',
    {
        **facts.APP_SERVICE,
        'asmSync': kind.switch(),
        'autoSync': kind.switch(),
        'description': kind.text(),
        'fullLoadOnSync': kind.choice('false', 'true'),
        'incrementalConfigSyncSizeMax': kind.integer(1024, 0),
        'networkFailover': kind.switch(),
        'saveOnAutoSync': kind.choice('false', 'true'),
        'type': kind.choice('sync-only', 'sync-failover', create_only=True),
    },
    source='recorded on 13.0.0, 14.1.0, 14.1.2.1 and 16.0.0',
    unverified=facts.LABEL,
    builtins={
        '/Common/device_trust_group': {
            'autoSync': 'enabled',
            'devices': [{'name': _SELF}],
        },
        '/Common/gtm': {'devices': [{'name': _SELF}]},
    },
)

DEVICES = kind.Kind(
    'cm/device-group/devices',
    'device',
    {
        'name': kind.reference('cm/device'),
        'setSyncLeader': kind.flag(unverified=facts.DOCUMENTED),
    },
    parent='cm/device-group',
    unverified=facts.LABEL,
    source='asserted by tests that ran against devices',
)

TRAFFIC_GROUP = kind.Kind(
    'cm/traffic-group',
    'traffic group',
    {
        'autoFailbackEnabled': kind.choice('false', 'true'),
        'autoFailbackTime': kind.integer(60, 0, 300),
        'description': kind.text(),
        'failoverMethod': kind.choice(
            'ha-order', 'ha-score', unverified='ha-score'
        ),
        'haGroup': kind.text(unverified=facts.DOCUMENTED),
        'haLoadFactor': kind.integer(1, 1, 1000),
        'haOrder': kind.references('cm/device'),
        'isFloating': kind.choice('true', 'false', read_only=True),
        'mac': kind.text('none'),
        'monitor': kind.nested({}, {}),
        'unitId': kind.integer(read_only=True),
    },
    source='recorded on 12.1.4, 13.0.0 and 14.1.2.1',
    unverified=facts.LABEL,
    builtins={
        '/Common/traffic-group-1': {'unitId': 1},
        '/Common/traffic-group-local-only': {
            'isFloating': 'false',
            'unitId': 0,
        },
    },
)


def _file(size: int, mode: int) -> dict[str, kind.Field]:
    return {
        'checksum': kind.text(read_only=True),
        'createdBy': kind.text('root', read_only=True),
        'keySize': kind.integer(2048, read_only=True),
        'mode': kind.integer(mode, read_only=True),
        'revision': kind.integer(1, read_only=True),
        'size': kind.integer(size, read_only=True),
        'updatedBy': kind.text('root', read_only=True),
    }


_CERT = _file(1289, 33188)
_AUTHORITY = 'CN=00000000-0000-0000-000000000001'

CERT = kind.Kind(
    'cm/cert',
    'device certificate',
    {
        **{name: field for name, field in _CERT.items() if name != 'keySize'},
        'certificateKeySize': _CERT['keySize'],
        'expirationDate': kind.integer(1886076981, read_only=True),
        'expirationString': kind.text(
            'Oct  7 14:16:21 2029 GMT', read_only=True
        ),
        'isBundle': kind.choice('false', 'true', read_only=True),
        'issuer': kind.text(_AUTHORITY, read_only=True),
        'keyType': kind.text('rsa-public', read_only=True),
        'serialNumber': kind.text('630505', read_only=True),
        'subject': kind.text(_AUTHORITY, read_only=True),
        'version': kind.integer(3, read_only=True),
    },
    source='recorded on 14.1.2.1',
    unverified=facts.LABEL,
    builtins={
        '/Common/dtca-bundle.crt': {},
        '/Common/dtca.crt': {},
        '/Common/dtdi.crt': {
            'serialNumber': '709406',
            'size': 1220,
            'subject': 'CN=bigip1',
        },
    },
)

KEY = kind.Kind(
    'cm/key',
    'device key',
    {
        **_file(1704, 33184),
        'keyType': kind.text('rsa-private', read_only=True),
        'securityType': kind.text('normal', read_only=True),
    },
    source='recorded on 14.1.2.1',
    unverified=facts.LABEL,
    builtins={'/Common/dtca.key': {}, '/Common/dtdi.key': {'size': 1708}},
)

TRUST_DOMAIN = kind.Kind(
    'cm/trust-domain',
    'trust domain',
    {
        'caCert': kind.reference('cm/cert', default='/Common/dtca.crt'),
        'caCertBundle': kind.reference(
            'cm/cert', default='/Common/dtca-bundle.crt'
        ),
        'caDevices': kind.references('cm/device'),
        'caKey': kind.reference('cm/key', default='/Common/dtca.key'),
        'status': kind.text('standalone', read_only=True),
        'trustGroup': kind.reference(
            'cm/device-group', default='/Common/device_trust_group'
        ),
    },
    source='recorded on 14.1.2.1',
    unverified=facts.LABEL,
    builtins={'/Common/Root': {'caDevices': [_SELF]}},
)

KINDS = (DEVICE, DEVICE_GROUP, DEVICES, TRAFFIC_GROUP, CERT, KEY, TRUST_DOMAIN)
