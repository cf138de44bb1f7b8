# SPDX-License-Identifier: Apache-2.0

"""Eviction policies and ciphers."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind


def _strategy(default: str, **rest: kind.Field) -> kind.Field:
    return facts.composed(
        {
            **rest,
            'enabled': kind.Field(default=default, choices=('true', 'false')),
        }
    )


_DELAYED = _strategy('false', delay=kind.integer(0))

EVICTION_POLICY = kind.Kind(
    'ltm/eviction-policy',
    'eviction policy',
    {
        **facts.DESCRIBED,
        'highWater': kind.integer(95, 0, 100),
        'lowWater': kind.integer(85, 0, 100),
        'slowFlow': facts.composed(
            {
                'enabled': kind.choice('false', 'true'),
                'evictionType': kind.choice(
                    'percent', 'absolute', unverified=facts.OTHER_WORDS
                ),
                'gracePeriod': kind.integer(10),
                'maximum': kind.integer(100),
                'thresholdBps': kind.integer(32),
                'throttling': kind.switch(),
            }
        ),
        'strategies': facts.composed(
            {
                'biasBytes': _DELAYED,
                'biasFast': _DELAYED,
                'biasIdle': _strategy('true'),
                'biasOldest': _strategy('true'),
                'biasSlow': _DELAYED,
                'lowPriorityGeographies': _strategy('false'),
                'lowPriorityPort': _strategy('false'),
                'lowPriorityRouteDomain': _strategy('false'),
                'lowPriorityVirtualServer': _strategy('false'),
            }
        ),
    },
    source='recorded on 14.1.2.1',
    unverified=facts.LABEL,
    builtins={'/Common/default-eviction-policy': {}},
)


def _cipher_rule(ciphers: str, description: str) -> dict[str, str]:
    return {'cipher': ciphers, 'description': description}


CIPHER_RULE = kind.Kind(
    'ltm/cipher/rule',
    'cipher rule',
    {
        **facts.DESCRIBED,
        'cipher': kind.text('DEFAULT'),
        'dhGroups': kind.text('DEFAULT', since='14.0'),
        'signatureAlgorithms': kind.text('DEFAULT', since='14.0'),
    },
    source='recorded on 14.1.2.1',
    unverified=facts.LABEL,
    builtins={
        '/Common/f5-aes': _cipher_rule(
            'AES-GCM:AES', 'Cipher suites that use the AES cipher.'
        ),
        '/Common/f5-default': _cipher_rule(
            'DEFAULT', 'The recommended default cipher suites.'
        ),
        '/Common/f5-ecc': _cipher_rule(
            'ECDHE:ECDHE_ECDSA',
            'Cipher suites that utilize Elliptical Curve Ephemeral '
            'Diffie-Hellman key exchange.',
        ),
        '/Common/f5-hw_keys': _cipher_rule(
            'ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-SHA384:'
            'ECDHE-RSA-AES256-CBC-SHA:DHE-RSA-AES256-GCM-SHA384:'
            'DHE-RSA-AES256-SHA256:DHE-RSA-AES256-SHA:'
            'ECDH-RSA-AES256-GCM-SHA384:ECDH-RSA-AES256-SHA384:'
            'ECDH-RSA-AES256-SHA:AES256-GCM-SHA384:AES256-SHA256:'
            'AES256-SHA:ECDHE-RSA-DES-CBC3-SHA:DHE-RSA-DES-CBC3-SHA:'
            'ECDH-RSA-DES-CBC3-SHA:DES-CBC3-SHA:'
            'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA256:'
            'ECDHE-RSA-AES128-CBC-SHA:DHE-RSA-AES128-GCM-SHA256:'
            'DHE-RSA-AES128-SHA256:DHE-RSA-AES128-SHA:'
            'ECDH-RSA-AES128-GCM-SHA256:ECDH-RSA-AES128-SHA256:'
            'ECDH-RSA-AES128-SHA:AES128-GCM-SHA256:AES128-SHA256:'
            'AES128-SHA:RC4-SHA:RC4-MD5:DHE-RSA-DES-CBC-SHA:'
            'DHE-RSA-CAMELLIA256-SHA:CAMELLIA256-SHA:'
            'DHE-RSA-CAMELLIA128-SHA:!TLSv1:!TLSv1_1:!SSLv3:!DTLSv1',
            'Cipher suites eligible for use with a Hardware Security Module.',
        ),
        '/Common/f5-secure': _cipher_rule(
            'ECDHE:RSA:ECDHE_ECDSA:!SSLV3:!RC4:!EXP:!DES:!3DES',
            'Cipher suites that maximize regulatory compliance.',
        ),
    },
)

_CIPHER_RULES = kind.items(
    fields={
        'name': kind.reference('ltm/cipher/rule'),
        'partition': kind.text(),
        'subPath': kind.text(),
    }
)

CIPHER_GROUP = kind.Kind(
    'ltm/cipher/group',
    'cipher group',
    {
        **facts.DESCRIBED,
        'allow': _CIPHER_RULES,
        'exclude': _CIPHER_RULES,
        'ordering': kind.choice(
            'default',
            'speed',
            'strength',
            'fips',
            'hardware',
            unverified=facts.OTHER_WORDS,
        ),
        'require': _CIPHER_RULES,
    },
    source='recorded on 14.1.2.1',
    unverified=facts.LABEL,
    builtins={
        path: {
            'allow': [{'name': path.rpartition('/')[2], 'partition': 'Common'}]
        }
        for path in CIPHER_RULE.builtins
    },
)

KINDS = (
    EVICTION_POLICY,
    CIPHER_RULE,
    CIPHER_GROUP,
)
