# SPDX-License-Identifier: Apache-2.0

"""The security profiles: HTTP, SSH, inspection, bots and DoS."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_AFM = ('afm',)
_ASM = ('asm',)
_MORE = 'more fields'
_ABLE = kind.choice(None, 'enabled', 'disabled')
_ALARM = {'alarm': _ABLE, 'block': _ABLE}
_LENGTH = kind.number_text(words=('any',))


HTTP = facts.row(
    'security/http/profile',
    {
        'caseSensitive': kind.flag(True, unverified=facts.EXAMPLE),
        'defaultsFrom': kind.reference('security/http/profile'),
        'description': kind.text(),
        'evasionTechniques': kind.nested(_ALARM),
        'fileTypes': kind.nested(
            {
                **_ALARM,
                'allowed': kind.flag(
                    excludes=('disallowed',), unverified=facts.UNSOURCED
                ),
                'disallowed': kind.flag(excludes=('allowed',)),
                'values': kind.items(),
            }
        ),
        'mandatoryHeaders': kind.nested({**_ALARM, 'values': kind.items()}),
        'maximumLength': kind.nested(
            {
                **_ALARM,
                'postData': _LENGTH,
                'queryString': _LENGTH,
                'request': _LENGTH,
                'uri': _LENGTH,
            }
        ),
        'methods': kind.nested({**_ALARM, 'values': kind.items()}),
        'response': kind.nested(facts.texts('body', 'headers', 'type')),
    },
    'recorded on 16.0.0',
    'the defaults; the checks of the protocol are missing',
    inherits='/Common/http_security',
    modules=('afm', 'asm'),
    builtins={'/Common/http_security': {}},
)

_SSH = 'security/ssh/profile'
_ACTION = kind.nested(
    {
        'control': kind.choice(None, 'allow', 'disallow', 'terminate'),
        'log': kind.choice(None, 'yes', 'no'),
    },
    unverified=facts.UNSOURCED,
)
_ACTIONS = kind.items(
    fields={
        'name': kind.text(),
        **dict.fromkeys(
            (
                'agentAction',
                'localForwardAction',
                'otherAction',
                'remoteForwardAction',
                'rexecAction',
                'scpDownAction',
                'scpUpAction',
                'sftpDownAction',
                'sftpUpAction',
                'shellAction',
                'subSystemAction',
                'x11ForwardAction',
            ),
            _ACTION,
        ),
    }
)
_KEYS = kind.nested(
    {
        'privateKey': kind.text(secret=True),
        'publicKey': kind.text(),
    },
    unverified=facts.DOCUMENTED,
)

SSH = (
    facts.row(
        _SSH,
        {
            'actions': _ACTIONS,
            'description': kind.text(),
            'langEnvTolerance': kind.choice(
                'any', 'none', 'common', unverified=facts.EXAMPLE
            ),
            'timeout': kind.integer(0, 0, unverified='the default'),
        },
        'recorded on 16.0.0',
        modules=_AFM,
    ),
    facts.row(
        _SSH + '/auth-info',
        dict.fromkeys(
            ('proxyClientAuth', 'proxyServerAuth', 'realServerAuth'), _KEYS
        ),
        'recorded on 16.0.0',
        parent=_SSH,
        naming='plain',
        modules=_AFM,
    ),
    facts.row(
        _SSH + '/rules',
        {
            'actions': _ACTIONS,
            **facts.texts('description', unverified=facts.DOCUMENTED),
            'identityGroups': kind.items(unverified=facts.DOCUMENTED),
            'identityUsers': kind.items(),
            **facts.either('no', 'log', unverified=facts.EXAMPLE),
        },
        'recorded on 16.1.1',
        parent=_SSH,
        naming='plain',
        modules=_AFM,
    ),
)

_ON = kind.choice(None, 'on', 'off')
_INSPECTION = 'security/protocol-inspection/profile'
_INSPECTED = kind.items(
    fields={
        **facts.texts('name', 'partition', 'action', 'value'),
        'log': kind.choice(None, 'yes', 'no'),
    }
)

INSPECTION = facts.row(
    _INSPECTION,
    {
        'autoAddNewInspections': _ON,
        'autoPublishSuggestion': _ON,
        'avrStatCollect': _ON,
        'complianceEnable': _ON,
        'defaultsFrom': kind.reference(_INSPECTION),
        'description': kind.text(),
        'services': kind.items(
            fields={
                **facts.texts('name', 'partition'),
                'compliance': _INSPECTED,
                'ports': facts.names(),
                'signature': _INSPECTED,
                'status': _ABLE,
            }
        ),
        'signatureEnable': _ON,
        **facts.integers('stagingConfidence', 'stagingPeriod'),
    },
    facts.TOOLS,
    _MORE,
    modules=_AFM,
)

_BOT = 'security/bot-defense/profile'
_PAGE = kind.nested(
    {
        **facts.texts('body', 'headers', 'type'),
        'statusCode': kind.integer(),
    }
)

BOT_DEFENSE = (
    facts.row(
        _BOT,
        {
            'allowBrowserAccess': _ABLE,
            'apiAccessStrictMitigation': _ABLE,
            'blockingPage': _PAGE,
            'browserMitigationAction': kind.choice(
                None,
                'none',
                'block',
                'honeypot-page',
                'redirect-to-pool',
                'tcp-reset',
            ),
            'crossDomainRequests': kind.choice(
                None, 'allow-all', 'validate-bulk', 'validate-upon-request'
            ),
            'defaultsFrom': kind.reference(_BOT),
            'description': kind.text(),
            'deviceidMode': kind.text(),
            'dosAttackStrictMitigation': _ABLE,
            'enforcementMode': kind.choice(None, 'transparent', 'blocking'),
            **facts.integers('enforcementReadinessPeriod', 'gracePeriod'),
            'externalDomains': facts.names(),
            'honeypotPage': _PAGE,
            'performChallengeInTransparent': _ABLE,
            'signatureStagingUponUpdate': _ABLE,
            'singlePageApplication': _ABLE,
            'siteDomains': facts.names(),
            'template': kind.choice(
                None, 'balanced', 'relaxed', 'strict', create_only=True
            ),
        },
        facts.TOOLS,
        _MORE,
        modules=_ASM,
        since='14.1',
    ),
    facts.row(
        _BOT + '/staged-signatures',
        {'since': kind.text()},
        facts.TOOLS,
        parent=_BOT,
        naming='plain',
        modules=_ASM,
        since='14.1',
    ),
    facts.row(
        _BOT + '/whitelist',
        {
            'disableMitigation': kind.choice(None, 'yes', 'no'),
            'disableVerification': kind.choice(None, 'yes', 'no'),
            'matchOrder': kind.integer(),
            **facts.texts('sourceAddress', 'url'),
        },
        facts.TOOLS,
        parent=_BOT,
        naming='plain',
        modules=_ASM,
        since='14.1',
    ),
)

_DOS = 'security/dos/profile'
_DOS_MODULES = ('afm', 'asm', 'dos')

DOS = (
    facts.row(
        _DOS,
        {
            'description': kind.text(),
            'thresholdSensitivity': kind.choice(None, 'low', 'medium', 'high'),
            'whitelist': kind.reference(
                'security/firewall/address-list', 'net/address-list'
            ),
        },
        facts.TOOLS,
        _MORE,
        modules=_DOS_MODULES,
    ),
    facts.row(
        _DOS + '/application',
        {
            'geolocations': kind.items(
                fields={
                    'name': kind.text(),
                    'blackListed': kind.flag(excludes=('whiteListed',)),
                    'whiteListed': kind.flag(excludes=('blackListed',)),
                }
            ),
            'heavyUrls': kind.nested(
                {
                    'automaticDetection': _ABLE,
                    'exclude': kind.items(),
                    'includeList': facts.names(),
                    'latencyThreshold': kind.integer(),
                    'protection': _ABLE,
                }
            ),
            **facts.integers('rtbhDurationSec', 'scrubbingDurationSec'),
            **dict.fromkeys(
                (
                    'rtbhEnable',
                    'scrubbingEnable',
                    'singlePageApplication',
                    'triggerIrule',
                ),
                _ABLE,
            ),
            'tcpDump': kind.nested(
                {
                    **facts.integers('maximumDuration', 'maximumSize'),
                    'recordTraffic': _ABLE,
                    'repetitionInterval': kind.text(),
                }
            ),
        },
        'recorded on 13.1.1.4',
        _MORE,
        parent=_DOS,
        naming='plain',
        modules=_DOS_MODULES,
    ),
    *(
        facts.row(
            '{}/{}'.format(_DOS, name),
            {vector: facts.names()},
            facts.TOOLS,
            _MORE,
            parent=_DOS,
            naming='plain',
            modules=_DOS_MODULES,
        )
        for name, vector in (
            ('dos-network', 'networkAttackVector'),
            ('protocol-dns', 'dnsQueryVector'),
            ('protocol-sip', 'sipAttackVector'),
        )
    ),
)

KINDS = (HTTP, *SSH, INSPECTION, *BOT_DEFENSE, *DOS)
