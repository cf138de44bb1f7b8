# SPDX-License-Identifier: Apache-2.0

"""Rows of partitions, of iApp templates and services, of certificates."""

import hashlib

from tests.functional import certificates
from tests.functional.contract import furniture
from tests.functional.contract import row

PARTITION = row.Row(
    'F5::Sys::Partition',
    'auth/partition/<name>',
    given={'name': '<name>'},
    changes={
        'description': row.DESCRIPTION,
        # There are two route domains on the device before.
        'route_domain': row.Change('defaultRouteDomain', 1001, 1002),
    },
    # Folders are in test_partition.py.
    exempt=('subpath',),
)

DEFINITION = 'actionsReference.items.0.'
ACTION = 'actions.definition.'

TEMPLATE = row.Row(
    'F5::Sys::iAppCompositeTemplate',
    'sys/application/template/~Common~<name>',
    given={
        'name': '<name>',
        'partition': 'Common',
        'implementation': 'tmsh::create ltm pool plain',
        'presentation': 'section plain { string name }',
    },
    changes={
        'description': row.DESCRIPTION,
        'implementation': row.Change(
            DEFINITION + 'implementation',
            'tmsh::create ltm pool one',
            'tmsh::create ltm pool two',
            drift_key=ACTION + 'implementation',
            unset='tmsh::create ltm pool plain',
        ),
        'presentation': row.Change(
            DEFINITION + 'presentation',
            'section one { string name }',
            'section two { string name }',
            drift_key=ACTION + 'presentation',
            unset='section plain { string name }',
        ),
        'help': row.Change(
            DEFINITION + 'htmlHelp',
            '<p>one</p>',
            '<p>two</p>',
            drift_key=ACTION + 'htmlHelp',
        ),
        'role_acl': row.Change(
            DEFINITION + 'roleAcl',
            ['admin'],
            ['admin', 'manager'],
            drift_key=ACTION + 'roleAcl',
        ),
        'macro': row.Change(
            DEFINITION + 'macro',
            'tmsh::list ltm one',
            'tmsh::list ltm two',
            drift_key=ACTION + 'macro',
        ),
        'run_as': row.Change(
            DEFINITION + 'runAs', 'admin', 'root', drift_key=ACTION + 'runAs'
        ),
        'requires_modules': row.Change(
            'requiresModules', ['ltm'], ['ltm', 'gtm']
        ),
        'requires_bigip_version_min': row.Change(
            'requiresBigipVersionMin', '11.6.0', '12.1.0'
        ),
        'requires_bigip_version_max': row.Change(
            'requiresBigipVersionMax', '17.1.0', '17.1.1'
        ),
    },
    # The other name of role_acl is in test_iapp.py.
    exempt=('role-acl',),
)


def full(implementation, rest=''):
    return (
        'sys application template other { actions { definition { '
        'implementation { %s } presentation { section a { string b } } '
        '} } %s }' % (implementation, rest)
    )


FULL_TEMPLATE = row.Row(
    'F5::Sys::iAppFullTemplate',
    'sys/application/template/~Common~<name>',
    given={
        'name': '<name>',
        'partition': 'Common',
        'full_template': full('tmsh::create ltm pool plain'),
    },
    changes={
        'full_template': row.Change(
            DEFINITION + 'implementation',
            full('tmsh::create ltm pool one', 'requires-modules { ltm }'),
            full('tmsh::create ltm pool two', 'description "Two pools"'),
            'tmsh::create ltm pool one',
            'tmsh::create ltm pool two',
            drift_key=ACTION + 'implementation',
            unset='tmsh::create ltm pool plain',
        )
    },
)

SERVICE = row.Row(
    'F5::Sys::iAppService',
    'sys/application/service/~Common~<name>.app~<name>',
    given={'name': '<name>', 'template_name': 'f5.http'},
    changes={
        'description': row.DESCRIPTION,
        'variables': row.Change(
            'variables',
            [{'name': 'address', 'value': '192.0.2.1'}],
            '[{"name": "address", "value": "192.0.2.2"}]',
            [{'name': 'address', 'value': '192.0.2.1'}],
            [{'name': 'address', 'value': '192.0.2.2'}],
        ),
        'lists': row.Change(
            'lists',
            [{'name': 'rules', 'value': ['a']}],
            [{'name': 'rules', 'value': ['a', 'b']}],
        ),
        'tables': row.Change(
            'tables',
            [
                {
                    'name': 'members',
                    'columnNames': ['address', 'port'],
                    'rows': [{'row': ['192.0.2.1', '80']}],
                }
            ],
            [
                {
                    'name': 'members',
                    'columnNames': ['address', 'port'],
                    'rows': [
                        {'row': ['192.0.2.1', '80']},
                        {'row': ['192.0.2.2', '80']},
                    ],
                }
            ],
        ),
        'strict_updates': row.off('strictUpdates'),
        'traffic_group': row.reference(
            'trafficGroup',
            'traffic-group-local-only',
            'contract_traffic_group',
        ),
        'device_group': row.reference(
            'deviceGroup', 'contract_1', 'contract_2'
        ),
        'metadata': row.METADATA,
    },
    fixed={
        'template_name': row.Change(
            'template', 'f5.http', '/Common/f5.dns', '/Common/f5.http'
        )
    },
)


def checksum(text):
    return 'SHA1:%d:%s' % (len(text), hashlib.sha1(text.encode()).hexdigest())


PLAIN, FIRST, SECOND = (certificates.new_key() for _ in range(3))
CERTIFICATE = {
    key: certificates.certificate(key) for key in (PLAIN, FIRST, SECOND)
}

SSL_CERTIFICATE = row.Row(
    'F5::Sys::SSLCertificate',
    'sys/file/ssl-cert/~Common~<name>',
    given={'name': '<name>', 'certificate': CERTIFICATE[PLAIN]},
    changes={
        # Somebody makes it anew of the file of another.
        'certificate': row.Change(
            'checksum',
            CERTIFICATE[FIRST],
            CERTIFICATE[SECOND],
            checksum(CERTIFICATE[FIRST]),
            checksum(CERTIFICATE[SECOND]),
            drift='file:%scontract_1.cert' % furniture.DOWNLOADS,
            drift_key='sourcePath',
        ),
        # What the device has of the key is in test_ssl_certificate.py.
        'private_key': row.Change(
            'key',
            certificates.pem(FIRST, 'first secret'),
            certificates.pem(SECOND, 'second secret'),
            row.HIDDEN,
            row.HIDDEN,
            drift=row.HIDDEN,
        ),
        'passphrase': row.secret('passphrase'),
    },
    # It needs a Barbican.
    exempt=('container_ref',),
)

ROWS = [PARTITION, TEMPLATE, FULL_TEMPLATE, SERVICE, SSL_CERTIFICATE]
