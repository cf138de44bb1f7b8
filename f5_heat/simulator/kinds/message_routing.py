# SPDX-License-Identifier: Apache-2.0

"""Message routing: peers, routes and profiles of four protocols."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.kinds import profile
from f5_heat.simulator.schema import kind

# What a virtual server can have beside the profiles of ltm/profile.
PROFILES = (
    'ltm/message-routing/generic/protocol',
    'ltm/message-routing/generic/router',
    *(
        'ltm/message-routing/{}/profile/{}'.format(protocol, part)
        for protocol in ('diameter', 'mqtt', 'sip')
        for part in ('router', 'session')
    ),
)

_TRAFFIC_GROUP = {
    **facts.either('true', 'inheritedTrafficGroup'),
    'trafficGroup': kind.reference(
        facts.TRAFFIC_GROUP, default='/Common/traffic-group-1'
    ),
}
_SELECTION = {
    'peerSelectionMode': kind.choice(
        'sequential', 'ratio', unverified=facts.OTHER_WORDS
    ),
}


def _peer(protocol: str, fields: dict[str, kind.Field]) -> kind.Kind:
    return facts.row(
        'ltm/message-routing/{}/peer'.format(protocol),
        {
            **facts.DESCRIBED,
            'connectionMode': kind.choice(
                'per-peer',
                'per-blade',
                'per-client',
                'per-tmm',
                unverified=facts.OTHER_WORDS,
            ),
            'numberConnections': kind.integer(1, *facts.PORT),
            'pool': kind.reference('ltm/pool'),
            'ratio': kind.integer(1, 0, facts.MAX_INT),
            'transportConfig': kind.reference(
                'ltm/message-routing/{}/transport-config'.format(protocol),
                'ltm/virtual',
            ),
            **fields,
        },
        facts.EXAMPLES if fields else facts.REFERENCE,
    )


def _transport(protocol: str) -> tuple[kind.Kind, kind.Kind]:
    collection = 'ltm/message-routing/{}/transport-config'.format(protocol)
    generic = protocol == 'generic'
    source = 'recorded on 14.1.0.3' if generic else facts.REFERENCE
    return (
        facts.row(
            collection,
            {
                **facts.DESCRIBED,
                'ipProtocol': kind.text('tcp', unverified='the default'),
                'rules': kind.references('ltm/rule'),
                'sourceAddressTranslation': kind.nested(
                    {
                        'pool': kind.reference('ltm/snatpool'),
                        'type': kind.choice(
                            'none',
                            'automap',
                            'snat',
                            unverified=facts.OTHER_WORDS,
                        ),
                    }
                ),
                'sourcePort': kind.integer(0, *facts.PORT),
            },
            source,
        ),
        facts.row(
            collection + '/profiles',
            {
                'name': kind.reference(*profile.COLLECTIONS, *PROFILES),
                'context': kind.choice(
                    'all',
                    'clientside',
                    'serverside',
                    unverified='the default',
                ),
            },
            source,
            parent=collection,
        ),
    )


def _inheriting(
    collection: str,
    parent: str,
    fields: dict[str, kind.Field],
    source: str,
    unverified: str = '',
) -> kind.Kind:
    return facts.row(
        collection,
        {
            **facts.DESCRIBED,
            'defaultsFrom': kind.reference(collection),
            **fields,
        },
        source,
        unverified,
        inherits=parent,
        builtins={parent: {}},
    )


_PARENT = "the parent's name"
_GENERIC = 'ltm/message-routing/generic/'

GENERIC = (
    _inheriting(
        _GENERIC + 'protocol',
        '/Common/genericmsg',
        {
            **facts.either('no', 'disableParser', 'noResponse'),
            'maxEgressBuffer': kind.integer(32768, 0, facts.MAX_INT),
            'maxMessageSize': kind.integer(32768, 0, facts.MAX_INT),
            'messageTerminator': kind.text(),
        },
        'recorded on 14.1.0.3 and 14.1.2.1',
    ),
    _inheriting(
        _GENERIC + 'router',
        '/Common/messagerouter',
        {
            **_TRAFFIC_GROUP,
            **facts.either('no', 'ignoreClientPort', 'iruleScopeMessage'),
            'maxPayloadPendingBytes': kind.integer(32768),
            'maxPendingBytes': kind.integer(23768, 0, facts.MAX_INT),
            'maxPendingMessages': kind.integer(64, *facts.PORT),
            'maxRetries': kind.integer(1, 0, facts.MAX_INT),
            'mirror': kind.switch(),
            'mirroredMessageSweeperInterval': kind.integer(
                1000, 0, facts.MAX_INT
            ),
            'routes': kind.references(
                _GENERIC + 'route', unverified=facts.DOCUMENTED
            ),
            **facts.either('yes', 'useLocalConnection'),
        },
        facts.EXAMPLES,
        _PARENT,
    ),
    _peer(
        'generic',
        {
            'autoInitialization': kind.switch(unverified=facts.EXAMPLE),
            'autoInitializationInterval': kind.integer(
                5000, 0, facts.MAX_INT, unverified=facts.EXAMPLE
            ),
        },
    ),
    facts.row(
        _GENERIC + 'route',
        {
            **facts.DESCRIBED,
            **_SELECTION,
            'destinationAddress': kind.text(),
            'peers': kind.references(_GENERIC + 'peer'),
            'sourceAddress': kind.text(),
        },
        facts.EXAMPLES,
    ),
    *_transport('generic'),
)

_DIAMETER = 'ltm/message-routing/diameter/'

DIAMETER = (
    _peer('diameter', {}),
    facts.row(
        _DIAMETER + 'route',
        {
            **facts.DESCRIBED,
            **_SELECTION,
            'applicationId': kind.integer(0, unverified='the default'),
            'destinationRealm': kind.text(),
            'originRealm': kind.text(),
            'peers': kind.references(
                _DIAMETER + 'peer', unverified=facts.UNSOURCED
            ),
            'virtualServer': kind.reference('ltm/virtual'),
        },
        facts.REFERENCE,
    ),
    _inheriting(
        _DIAMETER + 'profile/router',
        '/Common/diameterrouter',
        {
            'maxPendingBytes': kind.integer(),
            'maxPendingMessages': kind.integer(),
            'transactionTimeout': kind.integer(10),
            'useLocalConnection': kind.switch('enabled'),
        },
        facts.REFERENCE,
        _PARENT,
    ),
    _inheriting(
        _DIAMETER + 'profile/session',
        '/Common/diametersession',
        {
            **facts.integers(
                'acctApplicationId',
                'authApplicationId',
                'maxMessageSize',
                'vendorId',
                'watchdogTimeout',
            ),
            **facts.texts(
                'destHostRewrite',
                'destRealmRewrite',
                'originHost',
                'originHostRewrite',
                'originRealm',
                'originRealmRewrite',
                'productName',
            ),
            'handshakeTimeout': kind.integer(10),
            'maxWatchdogFailures': kind.integer(10),
            'persistAvp': kind.text('SESSION-ID[0]'),
            'persistTimeout': kind.integer(180),
            'persistType': kind.text('avp'),
            'resetOnTimeout': kind.switch('enabled'),
        },
        facts.REFERENCE,
        _PARENT,
    ),
    *_transport('diameter'),
)

_SIP = 'ltm/message-routing/sip/'

SIP = (
    _peer('sip', {}),
    facts.row(
        _SIP + 'route',
        {
            **facts.DESCRIBED,
            **_SELECTION,
            **facts.texts('fromUri', 'requestUri', 'toUri'),
            'peers': kind.references(
                _SIP + 'peer', unverified=facts.UNSOURCED
            ),
            'virtualServer': kind.reference('ltm/virtual'),
        },
        facts.REFERENCE,
    ),
    _inheriting(
        _SIP + 'profile/router',
        '/Common/siprouter',
        {
            'maxPendingBytes': kind.integer(23768),
            'maxPendingMessages': kind.integer(64),
            'operationMode': kind.text('load-balancing'),
            'useLocalConnection': kind.switch('enabled'),
        },
        facts.REFERENCE,
        _PARENT,
    ),
    _inheriting(
        _SIP + 'profile/session',
        '/Common/sipsession',
        {
            'customVia': kind.text(),
            **facts.either('no', 'enableSipFirewall'),
            **facts.switches(
                'disabled',
                'doNotConnectBack',
                'generateResponseOnFailure',
                'insertRecordRouteHeader',
                'loopDetection',
            ),
            **facts.switches(
                'enabled', 'honorVia', 'insertViaHeader', 'maxForwardsCheck'
            ),
            'maxMsgHeaderCount': kind.integer(64),
            'maxMsgHeaderSize': kind.integer(16000),
            'maxMsgSize': kind.integer(65535),
        },
        facts.REFERENCE,
        _PARENT,
    ),
    *_transport('sip'),
)

_MQTT = 'ltm/message-routing/mqtt/profile/'
_INHERITANCE = 'that a new one inherits'

MQTT = (
    _inheriting(
        _MQTT + 'router',
        '/Common/mqttrouter',
        {
            **_TRAFFIC_GROUP,
            'maxPayloadPendingBytes': kind.integer(32768),
            'maxPendingBytes': kind.integer(32768),
            'maxPendingMessages': kind.integer(64),
            'maxRetries': kind.integer(1),
            'useLocalConnection': kind.switch('enabled'),
        },
        facts.RECORDED,
        _INHERITANCE,
    ),
    _inheriting(
        _MQTT + 'session',
        '/Common/mqttsession',
        {
            'clientWillHandlingMode': kind.text('send-local-copy'),
            'keepaliveInt': kind.integer(60),
            'peeredSessionMode': kind.switch(),
            'serverWillHandlingMode': kind.text('copy-from-client'),
        },
        facts.RECORDED,
        _INHERITANCE,
    ),
)

KINDS = (*GENERIC, *DIAMETER, *SIP, *MQTT)
