# SPDX-License-Identifier: Apache-2.0

"""What each type adds to the start of heat-engine, and to its memory."""

import pathlib
import statistics
import tempfile

from benchmarks import engine_cost
from benchmarks import measuring
from f5_heat.resources.ltm.profile import one_connect

#: The number of types that are generated.
NUMBER = 300


def lines(args):
    yield '## The types'
    yield ''
    yield (
        'heat-engine with one worker, as above, with %d types more: copies of '
        "F5::LTM::Profile::OneConnect in a directory of Heat's plugin_dirs. "
        'None of them is used, as most types are not by most processes.'
        % NUMBER
    )
    yield ''
    seconds, kilobytes = costs(3 if args.quick else 11)
    yield from measuring.table(
        ('', 'each', 'all'),
        (
            (
                'start, milliseconds of CPU',
                '%.2f' % (seconds * 1000 / NUMBER),
                '%.0f' % (seconds * 1000),
            ),
            (
                'worker, RSS, KB',
                '%.1f' % (kilobytes / NUMBER),
                '%.0f' % kilobytes,
            ),
        ),
        (-28, 6, 7),
    )


def costs(number):
    """Return the seconds of CPU and the kilobytes that all of them cost."""
    found = {'few': [], 'many': []}
    with tempfile.TemporaryDirectory() as directory:
        root = pathlib.Path(directory)
        few, many = root / 'few', root / 'many'
        for folder in (few, many):
            folder.mkdir()
        confs = {
            'few': engine_cost.migrated(few),
            'many': engine_cost.migrated(many, plugins(root / 'plugins')),
        }
        # The first start of each compiles.
        for conf in confs.values():
            engine_cost.start(conf, 'with')
        for turn in measuring.turns(number, *confs):
            for name in turn:
                _, cpu, rss, _ = engine_cost.start(confs[name], 'with')
                found[name].append((cpu, rss * 1024))
    fewer, more = (
        [
            statistics.median(values)
            for values in zip(*found[name], strict=True)
        ]
        for name in confs
    )
    return more[0] - fewer[0], more[1] - fewer[1]


def plugins(folder):
    """Write the modules of the types, and return their directory."""
    folder.mkdir()
    source = pathlib.Path(one_connect.__file__).read_text()
    for number in range(NUMBER):
        folder.joinpath('generated_%d.py' % number).write_text(
            source.replace(
                one_connect.OneConnect.collection,
                'ltm/profile/generated-%d' % number,
            ).replace(
                'F5::LTM::Profile::OneConnect',
                'F5::Generated::Type%d' % number,
            )
        )
    return folder
