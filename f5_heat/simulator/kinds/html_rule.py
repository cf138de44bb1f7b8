# SPDX-License-Identifier: Apache-2.0

"""Rules for what an HTML profile changes in a page."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_MATCH = {
    'match': kind.nested(
        facts.texts('attributeName', 'attributeValue', 'tagName'),
        unverified=facts.DOCUMENTED,
    )
}


def _action(key: str) -> dict[str, kind.Field]:
    return {
        'action': kind.nested(facts.texts(key), unverified=facts.DOCUMENTED)
    }


KINDS = tuple(
    facts.row(
        'ltm/html-rule/' + name, {**facts.DESCRIBED, **fields}, facts.REFERENCE
    )
    for name, fields in {
        'comment-raise-event': {},
        'comment-remove': {},
        'tag-append-html': {**_MATCH, **_action('text')},
        'tag-prepend-html': {**_MATCH, **_action('text')},
        'tag-raise-event': _MATCH,
        'tag-remove': _MATCH,
        'tag-remove-attribute': {**_MATCH, **_action('attributeName')},
    }.items()
)
COLLECTIONS = tuple(row.collection for row in KINDS)
