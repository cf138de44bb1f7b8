# SPDX-License-Identifier: Apache-2.0

"""iRules, and the data groups that they read."""

from __future__ import annotations

import re

from f5_heat.simulator.schema import addresses
from f5_heat.simulator.schema import errors
from f5_heat.simulator.state import bigip
from f5_heat.simulator.state import lifecycle

_CLOSES = {'}': '{', ']': '['}
_WORDS = {'{': 'brace', '[': 'bracket'}


class Rule(bigip.Behaviour):
    """An iRule; its brackets are validated, its commands are not."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        text = draft.given.get('apiAnonymous')
        if text is not None:
            draft.values['apiAnonymous'] = text.strip()
            _check_brackets(draft.path, text.strip())
        if draft.values.get('ignoreVerification') == 'false':
            # The key is there only while it is true.
            draft.values['ignoreVerification'] = None


def _check_brackets(path: str, text: str) -> None:
    lines = text.split('\n')
    opened: list[tuple[str, int]] = []
    error: tuple[str, int] | None = None
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith('#'):
            continue
        escaped = False
        for mark in line:
            if escaped:
                escaped = False
            elif mark == '\\':
                escaped = True
            elif mark in _WORDS:
                opened.append((mark, number))
            elif (
                mark in _CLOSES and opened and (opened[-1][0] == _CLOSES[mark])
            ):
                opened.pop()
            elif mark == '}' and error is None:
                error = (
                    (
                        'extra close-brace'
                        if not opened
                        else 'missing close-bracket'
                    ),
                    number,
                )
                break
        if error:
            break
    if error is None and opened:
        mark, number = opened[-1]
        error = 'missing close-' + _WORDS[mark], number
    if error is not None:
        # Recorded for a missing close-bracket.
        raise errors.mcpd(
            '01070151:3: Rule [{0}] error: {0}:{1}: error: [parse error: '
            '{2}][{3}]'.format(
                path, error[1], error[0], lines[error[1] - 1].strip()
            )
        )


class DataGroup(bigip.Behaviour):
    """An internal data group: sorted records in canonical form."""

    def before_write(
        self, device: bigip.Device, draft: lifecycle.Draft
    ) -> None:
        kind = draft.current('type')
        records = {}
        for record in draft.values.get('records') or ():
            name = record['name']
            if len(record.get('data', '')) > 65520:
                raise errors.mcpd(
                    '01070712:3: Max string size exceeded during update of '
                    'attribute:data type:class_value_item max:65520 '
                    'received:{}'.format(len(record['data']))
                )
            if kind == 'ip':
                name = addresses.with_prefix(name)
            elif kind == 'integer' and not name.lstrip('-').isdigit():
                raise errors.invalid_value('records', name)
            records[name] = {**record, 'name': name}
        draft.values['records'] = [
            records[name] for name in sorted(records, key=_by_number)
        ]


def _by_number(name: str) -> list[tuple[int, str]]:
    """Order names as recorded on 14.1.2.1: x9 before x10."""
    return [
        (int(part or 0), text)
        for text, part in re.findall(r'(\D*)(\d*)', name)
    ]
