# SPDX-License-Identifier: Apache-2.0

"""The profiles of ``ltm/persistence``, one kind for each method."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind


def _persistence(
    name: str,
    parent: str,
    fields: dict[str, kind.Field],
    timeout: str = '180',
    source: str = 'recorded on 11.6.0 and 14.1.2.1',
) -> kind.Kind:
    collection = 'ltm/persistence/' + name
    return kind.Kind(
        collection,
        'persistence profile',
        {
            'appService': facts.or_none('sys/application/service'),
            'defaultsFrom': facts.or_none(collection),
            'description': kind.text('none'),
            'matchAcrossPools': kind.switch(),
            'matchAcrossServices': kind.switch(),
            'matchAcrossVirtuals': kind.switch(),
            'mirror': kind.switch(),
            'overrideConnectionLimit': kind.switch(),
            'timeout': kind.number_text(
                timeout, 1, facts.MAX_INT, facts.INDEFINITE
            ),
            **fields,
        },
        source=source,
        inherits=parent,
        builtins={parent: {}},
        unverified='the label in messages that name a missing profile',
    )


_ALGORITHM = {'hashAlgorithm': kind.choice('default', 'carp')}
_MASK = {'mask': kind.mask('none')}
_RULE = {'rule': facts.or_none('ltm/rule')}

KINDS = (
    _persistence(
        'cookie',
        '/Common/cookie',
        {
            'alwaysSend': kind.switch(),
            'cookieEncryption': kind.choice(
                'disabled', 'preferred', 'required'
            ),
            'cookieEncryptionPassphrase': kind.text(
                secret=True, unverified=facts.DOCUMENTED
            ),
            'cookieName': kind.text('none'),
            'encryptCookiePoolname': kind.switch(),
            'expiration': kind.text('0'),
            'hashLength': kind.integer(0, 0),
            'hashOffset': kind.integer(0, 0),
            'httponly': kind.switch('enabled'),
            'method': kind.choice('insert', 'passive', 'rewrite', 'hash'),
            'secure': kind.switch('enabled'),
        },
        source='recorded on 11.6.0, 13.1.0.7 and 14.1.2.1',
    ),
    _persistence('dest-addr', '/Common/dest_addr', {**_ALGORITHM, **_MASK}),
    _persistence(
        'hash',
        '/Common/hash',
        {
            **_ALGORITHM,
            **_RULE,
            'hashBufferLimit': kind.integer(0, 0),
            'hashEndPattern': kind.text('none'),
            'hashLength': kind.integer(0, 0),
            'hashOffset': kind.integer(0, 0),
            'hashStartPattern': kind.text('none'),
        },
    ),
    _persistence('host', '/Common/host', {}, source='recorded on 14.1.2.1'),
    _persistence(
        'msrdp',
        '/Common/msrdp',
        {
            'hasSessionDir': kind.choice('yes', 'no'),
        },
        timeout='300',
    ),
    _persistence(
        'sip',
        '/Common/sip_info',
        {
            'sipInfo': kind.text('none'),
        },
    ),
    _persistence(
        'source-addr',
        '/Common/source_addr',
        {
            **_ALGORITHM,
            **_MASK,
            'mapProxies': kind.switch('enabled'),
            'mapProxyAddress': kind.address('none'),
            'mapProxyClass': facts.or_none(
                'ltm/data-group/internal', 'ltm/data-group/external'
            ),
        },
        source='recorded on 11.6.0, 13.1.0.7 and 14.1.2.1',
    ),
    _persistence('ssl', '/Common/ssl', {}, timeout='300'),
    _persistence('universal', '/Common/universal', {**_RULE}),
)

COLLECTIONS = tuple(row.collection for row in KINDS)
