# SPDX-License-Identifier: Apache-2.0

"""Partitions and users."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_ROLES = (
    'acceleration-policy-editor',
    'admin',
    'application-editor',
    'auditor',
    'certificate-manager',
    'guest',
    'irule-manager',
    'manager',
    'no-access',
    'operator',
    'resource-admin',
    'user-manager',
    'web-application-security-administrator',
    'web-application-security-editor',
)

PARTITION = kind.Kind(
    'auth/partition',
    'partition',
    {
        'defaultRouteDomain': kind.integer(0, 0, 65534),
        'description': kind.text(),
    },
    naming='plain',
    source='recorded on 14.1.2.1',
    unverified=facts.LABEL,
    in_use='0107082a:3: You must remove all objects from a partition before '
    'removing the partition ({name}), type ID (4032)',
    builtins={
        'Common': {
            'description': 'Repository for system objects and shared objects.'
        }
    },
)

USER = kind.Kind(
    'auth/user',
    'user',
    {
        'description': kind.text(),
        'encryptedPassword': kind.text(),
        'partitionAccess': kind.items(
            fields={
                'name': kind.reference(
                    'auth/partition', words=('all-partitions',)
                ),
                'role': kind.choice('no-access', *_ROLES),
            }
        ),
        'password': kind.text(secret=True, hidden=True),
        'shell': kind.choice(None, 'none', 'bash', 'tmsh'),
    },
    naming='plain',
    source='recorded on 14.1.2.1',
    builtins={
        'admin': {
            'description': 'Admin User',
            'partitionAccess': [{'name': 'all-partitions', 'role': 'admin'}],
        }
    },
)

KINDS = (PARTITION, USER)
