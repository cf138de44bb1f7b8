# SPDX-License-Identifier: Apache-2.0

"""What stacks cost, beside stacks of the same shape that do nothing."""

from benchmarks import measuring
from benchmarks import templates
from f5_heat.lab import lab

STEPS = ('create', 'update nothing', 'add a member', 'delete')
#: What takes turns; an update of a hundred resources takes long.
SHORT = ('create', 'delete')
WRITES = 8
ISOLATED = {
    'f5_bigip': {'isolation': True},
    'f5_bigip_device:lab': {'projects': '*'},
}


def lines(args):
    yield '## Stacks'
    yield ''
    yield (
        'S1 is a device, a partition, a pool with 2 members and a virtual '
        'server; S2 a device, a partition, 50 x (pool with 4 members, '
        'virtual server) and a save. Beside each runs a stack of as many '
        '`OS::Heat::None` in the same order: "nothing". CPU is that of '
        'Heat, the API with it.'
    )
    yield ''
    yield (
        'A BIG-IP cannot do with fewer requests than one for each object: '
        'S1 has 3, S2 has 101, and the save is one. One more proves, with '
        'each create and update, that the device can be reached. It makes '
        'a node for each member and an address for each virtual server, '
        'and these go with the stack: one request each, and one for each '
        'pool that looks which nodes are its own.'
    )
    yield ''
    yield (
        'A device is asked for %d changes at once, unless heat.conf says '
        'otherwise: with 200 ms for each the 102 of S2 take 5 seconds. '
        '"S2, %d writes" is S2 without its device, on one in heat.conf '
        'with max_writes = %d. "S2, isolated" is S2 without its device and '
        'its partition, in a project that is kept apart from the others.'
        % (4, WRITES, WRITES)
    )
    yield ''
    yield from measuring.table(
        (
            '',
            'latency',
            'step',
            'turns',
            'requests',
            'logins',
            'connections',
            *measuring.BESIDE,
        ),
        rows(args.quick),
        (-12, 7, -14, 5, -25, 6, 11, *measuring.BESIDE_WIDTHS),
    )


def rows(is_quick):
    with lab.Lab(
        conf={'f5_bigip_device:lab': {'max_writes': WRITES}}
    ) as cloud:
        yield from of_all(cloud, is_quick)
    with lab.Lab(conf=ISOLATED) as cloud:
        yield from measure(
            cloud,
            'S2, isolated',
            templates.of_a_tenant(many(cloud)),
            0,
            1 if is_quick else 3,
            SHORT,
        )


def many(cloud):
    return templates.saved(templates.applications(cloud.devices[0], 50, 4))


def of_all(cloud, is_quick):
    one = templates.applications(cloud.devices[0], 1, 2)
    fifty = many(cloud)
    for name, template, plan in (
        ('S1', one, {0: (3, STEPS), 50: (1, SHORT), 200: (3, SHORT)}),
        ('S2', fifty, plan_of_many(is_quick)),
        (
            'S2, %d writes' % WRITES,
            templates.of_the_operator(fifty),
            {200: (1 if is_quick else 2, SHORT)},
        ),
    ):
        for latency, (number, steps) in plan.items():
            yield from measure(cloud, name, template, latency, number, steps)


def plan_of_many(is_quick):
    """Turns and steps, by milliseconds of latency."""
    if is_quick:
        return {0: (1, SHORT), 200: (1, SHORT)}
    return {0: (3, SHORT), 50: (1, STEPS), 200: (2, SHORT)}


def measure(cloud, name, template, latency, number, steps):
    """Yield the rows of a stack at a latency."""
    cloud.devices[0].control.set_latency(latency / 1000)
    floor = templates.doing_nothing(template)
    costs = {
        id(one): {step: [] for step in steps} for one in (template, floor)
    }
    for turn in measuring.turns(number, template, floor):
        for one in turn:
            for step, cost in zip(steps, run(cloud, one, steps), strict=True):
                costs[id(one)][step].append(cost)
    cloud.devices[0].control.set_latency(0)
    for step in steps:
        ours, nothing = (
            measuring.median(costs[id(one)][step]) for one in (template, floor)
        )
        yield (
            name,
            '%d ms' % latency,
            step,
            number,
            measuring.requests(ours.counts),
            ours.counts['logins'],
            ours.counts['connections'],
            *measuring.beside(ours, nothing),
        )


def run(cloud, template, steps):
    """Yield the cost of each step."""
    stack = measuring.Stack(cloud)
    for step in steps:
        if step == 'delete':
            yield stack.delete()
        else:
            yield stack.bring_to(
                templates.with_another_member(template)
                if step == 'add a member'
                else template
            )
