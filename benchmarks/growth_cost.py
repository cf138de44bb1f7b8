# SPDX-License-Identifier: Apache-2.0

"""What a resource costs in stacks of more and of fewer of them."""

from benchmarks import measuring
from benchmarks import templates
from f5_heat.lab import lab

#: The numbers of pools, each with its virtual server.
SIZES = (4, 49, 199, 499)


def lines(args):
    yield '## Growth'
    yield ''
    yield (
        "The create of S2 with fewer and with more resources: Heat's CPU "
        'for each of them, in milliseconds. For each of them Heat reads '
        'the whole template, so that it grows with the stack.'
    )
    yield ''
    yield from measuring.table(
        ('resources', *measuring.BESIDE, 'ms each', 'nothing'),
        map(measure, SIZES[: 2 if args.quick else 4 if args.large else 3]),
        (9, *measuring.BESIDE_WIDTHS, 7, 7),
    )


def measure(size):
    """The row of a stack; the lab ends with the stack in it."""
    with lab.Lab() as cloud:
        template = templates.saved(
            templates.applications(cloud.devices[0], size, 4)
        )
        # What Heat does for the first time is no matter of the size.
        first = measuring.Stack(cloud)
        first.bring_to(
            templates.saved(templates.applications(cloud.devices[0], 1, 4))
        )
        first.delete()
        nothing, ours = (
            measuring.Stack(cloud).bring_to(one)
            for one in (templates.doing_nothing(template), template)
        )
    count = len(template['resources'])
    return (
        count,
        *measuring.beside(ours, nothing),
        *('%.0f' % (one.cpu * 1000 / count) for one in (ours, nothing)),
    )
