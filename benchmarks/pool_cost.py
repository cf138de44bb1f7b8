# SPDX-License-Identifier: Apache-2.0

"""What one pool of a thousand members costs."""

import copy

from benchmarks import measuring
from benchmarks import templates
from f5_heat.lab import lab

MEMBERS = 1000
STEPS = ('create', 'update nothing', 'add a member', 'delete')


def lines(args):
    with lab.Lab() as cloud:
        template = templates.applications(cloud.devices[0], 1, 0)
        pool = template['resources']['pool0']['properties']
        pool['members'] = [
            {
                'member_ip': '10.0.%d.%d' % (number // 200, number % 200 + 1),
                'member_port': 80,
            }
            for number in range(MEMBERS)
        ]
        larger = copy.deepcopy(template)
        larger['resources']['pool0']['properties']['members'].append(
            {'member_ip': '10.1.0.1', 'member_port': 80}
        )
        measured = {
            id(one): run(cloud, one, another)
            for one, another in (
                (
                    templates.doing_nothing(template),
                    templates.doing_nothing(larger),
                ),
                (template, larger),
            )
        }
        nothing, ours = measured.values()
    yield '## A thousand members in one pool'
    yield ''
    yield (
        'S1 with %d members in its pool. The device makes a node for each '
        'member, and these go with the pool: one request each.' % MEMBERS
    )
    yield ''
    yield from measuring.table(
        ('step', 'requests', *measuring.BESIDE),
        [
            (
                step,
                measuring.requests(one.counts),
                *measuring.beside(one, other),
            )
            for step, one, other in zip(STEPS, ours, nothing, strict=True)
        ],
        (-14, -25, *measuring.BESIDE_WIDTHS),
    )


def run(cloud, template, larger):
    """The cost of each step."""
    stack = measuring.Stack(cloud)
    return [*map(stack.bring_to, (template, template, larger)), stack.delete()]
