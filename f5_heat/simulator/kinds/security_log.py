# SPDX-License-Identifier: Apache-2.0

"""The profiles that say what security features log, and where."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_PUBLISHER = kind.reference(facts.PUBLISHER)
_ABLE = kind.choice(None, 'enabled', 'disabled')
_RATE = kind.integer(low=0, high=facts.MAX_INT)


def _able(*names: str) -> kind.Field:
    return kind.nested(dict.fromkeys(names, _ABLE))


LOG = facts.row(
    'security/log/profile',
    {
        'builtIn': kind.switch(read_only=True),
        'classification': _able('logAllClassificationMatches'),
        'description': kind.text(),
        'dosApplication': kind.items(
            fields={
                **facts.texts('name', 'partition'),
                'localPublisher': _PUBLISHER,
                'remotePublisher': _PUBLISHER,
            }
        ),
        'dosNetworkPublisher': _PUBLISHER,
        'hidden': facts.false_true(),
        'ipIntelligence': kind.nested(
            {
                'aggregateRate': _RATE,
                'logPublisher': _PUBLISHER,
                'logRtbh': _ABLE,
                'logShun': _ABLE,
                'logTranslationFields': _ABLE,
            }
        ),
        'nat': kind.nested(
            {
                'endInboundSession': _ABLE,
                'endOutboundSession': kind.nested({'action': _ABLE}),
                'errors': _ABLE,
                'logPublisher': _PUBLISHER,
                'lsnLegacyMode': _ABLE,
                'quotaExceeded': _ABLE,
                'startInboundSession': _ABLE,
                'startOutboundSession': kind.nested({'action': _ABLE}),
            }
        ),
        'packetFilter': kind.nested({'aggregateRate': _RATE}),
        'portMisuse': kind.nested(
            {'aggregateRate': _RATE, 'logPublisher': _PUBLISHER}
        ),
        'protocolDnsDosPublisher': _PUBLISHER,
        'protocolInspection': kind.nested(
            {'logPacket': _ABLE, 'logPublisher': _PUBLISHER}
        ),
        'protocolSipDosPublisher': _PUBLISHER,
        'trafficStatistics': _able(
            'activeFlows',
            'missedFlows',
            'reapedFlows',
            'syncookies',
            'syncookiesWhitelist',
        ),
    },
    'recorded on 12.1.4 and 16.0.0',
    'the defaults',
    modules=('afm', 'asm'),
)


def _log_part(
    name: str, source: str, fields: dict[str, kind.Field]
) -> kind.Kind:
    return facts.row(
        'security/log/profile/' + name,
        fields,
        source,
        'the defaults; how its items are named',
        parent='security/log/profile',
        modules=('afm', 'asm'),
    )


_FORMAT = kind.nested(
    {
        'fieldList': kind.items(),
        'fieldListDelimiter': kind.text(),
        'type': kind.choice(None, 'none', 'field-list', 'user-defined'),
        'userDefined': kind.text(),
    }
)

LOG_PARTS = (
    _log_part(
        'application',
        'recorded on 16.0.0',
        {
            'facility': kind.text(),
            'filter': kind.items(
                fields={'name': kind.text(), 'values': kind.items()}
            ),
            'format': kind.nested(
                {
                    'fieldDelimiter': kind.text(),
                    'fields': kind.items(),
                    'type': kind.choice(None, 'predefined', 'user-defined'),
                    'userString': kind.text(),
                }
            ),
            **dict.fromkeys(
                (
                    'guaranteeLogging',
                    'guaranteeResponseLogging',
                    'localStorage',
                    'reportAnomalies',
                    'reportChallengeFailureMessages',
                ),
                _ABLE,
            ),
            **facts.texts(
                'filterGuiConfigLevel',
                'guiConfigLevel',
                'loggerType',
                'logicOperation',
                'maximumEntryLength',
                'maximumHeaderSize',
                'maximumQuerySize',
                'maximumRequestSize',
                'protocol',
                'remoteStorage',
                'responseLogging',
            ),
            'servers': facts.names(),
        },
    ),
    _log_part(
        'bot-defense',
        facts.TOOLS,
        {'localPublisher': _PUBLISHER, 'remotePublisher': _PUBLISHER},
    ),
    _log_part(
        'network',
        'recorded on 12.1.4 and 16.0.0',
        {
            'filter': _able(
                'logAclMatchAccept',
                'logAclMatchDrop',
                'logAclMatchReject',
                'logAclToBoxDeny',
                'logGeoAlways',
                'logIpErrors',
                'logTcpErrors',
                'logTcpEvents',
                'logTranslationFields',
            ),
            'format': _FORMAT,
            'publisher': _PUBLISHER,
            'rateLimit': kind.nested(
                dict.fromkeys(
                    (
                        'aclMatchAccept',
                        'aclMatchDrop',
                        'aclMatchReject',
                        'aggregateRate',
                        'ipErrors',
                        'tcpErrors',
                        'tcpEvents',
                    ),
                    _RATE,
                )
            ),
        },
    ),
    _log_part(
        'protocol-dns',
        'recorded on 16.0.0',
        {
            'filter': _able(
                'logDnsDrop',
                'logDnsFilteredDrop',
                'logDnsMalformed',
                'logDnsMalicious',
                'logDnsReject',
            ),
            'format': _FORMAT,
            'publisher': _PUBLISHER,
        },
    ),
    _log_part(
        'protocol-sip',
        'recorded on 16.0.0',
        {
            'filter': _able(
                'logSipDrop',
                'logSipGlobalFailures',
                'logSipMalformed',
                'logSipRedirectionResponses',
                'logSipRequestFailures',
                'logSipServerErrors',
            ),
            'format': _FORMAT,
            'publisher': _PUBLISHER,
        },
    ),
)

KINDS = (LOG, *LOG_PARTS)
