# SPDX-License-Identifier: Apache-2.0

"""Scripts that a device runs by itself, and what sets them off."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

SCRIPT = facts.row(
    'sys/icall/script',
    {**facts.DESCRIBED, 'definition': kind.text()},
    facts.REFERENCE,
)

_HANDLER = {
    **facts.DESCRIBED,
    'arguments': kind.items(
        fields=facts.texts('name', 'value'), unverified='its form'
    ),
    'script': kind.reference('sys/icall/script'),
    'status': kind.choice('active', 'inactive', unverified=facts.OTHER_WORDS),
}

HANDLERS = (
    facts.row(
        'sys/icall/handler/periodic',
        {
            **_HANDLER,
            'firstOccurrence': kind.text('0'),
            'interval': kind.integer(1, 1),
            'lastOccurrence': kind.text('-1'),
        },
        facts.REFERENCE,
        required=('interval', 'script'),
    ),
    facts.row(
        'sys/icall/handler/perpetual',
        _HANDLER,
        facts.REFERENCE,
        required=('script',),
    ),
    facts.row(
        'sys/icall/handler/triggered',
        {
            **_HANDLER,
            'subscriptions': kind.items(
                fields=facts.texts('name', 'eventName'),
                unverified=facts.UNSOURCED,
            ),
        },
        facts.REFERENCE,
        required=('script',),
    ),
)

TRIGGER = facts.row(
    'sys/icall/istats-trigger',
    {
        **facts.DESCRIBED,
        'duration': kind.integer(0),
        'eventName': kind.text(),
        'istatsKey': kind.text(),
        'rangeMax': kind.integer(facts.MAX_CONNECTIONS),
        'rangeMin': kind.integer(-facts.MAX_CONNECTIONS),
        'repeat': kind.integer(0),
    },
    facts.REFERENCE,
    required=('eventName', 'istatsKey'),
)

KINDS = (SCRIPT, *HANDLERS, TRIGGER)
