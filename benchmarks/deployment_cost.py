# SPDX-License-Identifier: Apache-2.0

"""What a stack costs a heat-engine of several processes."""

import contextlib
import operator
import tempfile
import time
import uuid

from benchmarks import measuring
from benchmarks import templates
from tests.deployment import engine
from tests.deployment import services

WORKERS = 2
STEPS = ('create', 'delete')
HEADER = (
    'latency',
    'step',
    'turns',
    'requests',
    'logins',
    'connections',
    'seconds',
    'nothing',
    'ratio',
)


def lines(args):
    yield '## S2 in a deployment'
    yield ''
    yield (
        'S2 once more, by a heat-engine with %d workers, and an API beside '
        'it, on MariaDB and RabbitMQ. Each worker has a session of its '
        'own with the device, and as many changes at once.' % WORKERS
    )
    yield ''
    with contextlib.ExitStack() as running:
        try:
            deployment = running.enter_context(
                engine.deployed(
                    running.enter_context(tempfile.TemporaryDirectory()),
                    running.enter_context(services.Database()),
                    running.enter_context(services.Bus()),
                    1,
                    {'DEFAULT': {'num_engine_workers': WORKERS}},
                )
            )
        except services.Absent as error:
            yield 'Not measured: %s' % error
            return
        yield from measuring.table(
            HEADER,
            rows(deployment, 1 if args.quick else 3),
            (7, -6, 5, -18, 6, 11, 7, 7, 5),
        )


def rows(deployment, number):
    (device,) = deployment.devices.values()
    template = templates.saved(templates.applications(device, 50, 4))
    floor = templates.doing_nothing(template)
    # What Heat does for the first time is no matter of the stack.
    first = templates.saved(templates.applications(device, 1, 4))
    for one in (first, templates.doing_nothing(first)):
        list(run(deployment, device, one))
    for latency in (0, 200):
        device.control.set_latency(latency / 1000)
        costs = {id(one): [] for one in (template, floor)}
        for turn in measuring.turns(number, template, floor):
            for one in turn:
                costs[id(one)].append(list(run(deployment, device, one)))
        for place, step in enumerate(STEPS):
            (ours, counts), (nothing, _) = (
                median(turn[place] for turn in costs[id(one)])
                for one in (template, floor)
            )
            yield (
                '%d ms' % latency,
                step,
                number,
                measuring.requests(counts),
                counts['logins'],
                counts['connections'],
                *measuring.compared(ours, nothing),
            )


def run(deployment, device, template):
    """Yield the seconds of each step, and what the device counted."""
    stacks = deployment.heat().stacks
    for step in STEPS:
        device.control.clear()
        started = time.monotonic()
        if step == 'create':
            # A name is taken for a moment after its stack is gone.
            made = stacks.create(
                stack_name='benchmark-' + uuid.uuid4().hex, template=template
            )['stack']['id']
        else:
            stacks.delete(made)
        deployment.wait([made], step.upper() + '_COMPLETE')
        yield time.monotonic() - started, device.control.counts()


def median(costs):
    """The turn in the middle: its seconds, and what the device counted."""
    costs = sorted(costs, key=operator.itemgetter(0))
    return costs[len(costs) // 2]
