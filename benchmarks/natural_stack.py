# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""What the natural stack costs: ``python -m benchmarks.natural_stack``.

It has a device, a partition, pools and virtual servers in it, and a save. The
partition and the pools are named by name, and nothing says depends_on. Beside
it runs a stack of the same resources that do nothing, with the device as the
one root and the save as the one sink. The two take turns.
"""

import argparse
import importlib.metadata
import platform
import statistics
import time
import uuid

from benchmarks import stack_cost
from f5_heat.lab import lab

STEPS = ('create', 'delete')
COLUMNS = tuple(step + what for step in STEPS for what in ('', ', None'))


def main():
    parser = argparse.ArgumentParser(
        prog='python -m benchmarks.natural_stack',
        description=__doc__.splitlines()[0])
    parser.add_argument(
        '--size', type=int, default=50, metavar='N',
        help='how many pools and virtual servers the stack has '
             '(default: %(default)s)')
    parser.add_argument(
        '--turns', type=int, default=5, metavar='N',
        help='how often each stack is made and deleted '
             '(default: %(default)s)')
    args = parser.parse_args()
    for line in table(args.size, args.turns):
        print(line, flush=True)


def table(size, turns):
    """Yield the lines of a Markdown table of seconds, and of their ratios."""
    yield '%s, Python %s, Heat %s, %d resources.' % (
        time.strftime('%Y-%m-%d'), platform.python_version(),
        importlib.metadata.version('openstack-heat'), 2 * size + 3)
    yield ''
    row = '| %-6s |' + ' %12s |' * len(COLUMNS)
    yield row % ('', *COLUMNS)
    yield '|--------|' + '-------------:|' * len(COLUMNS)
    measured = []
    with lab.Lab() as cloud:
        ours = natural(cloud.devices[0], size)
        floor = doing_nothing(ours)
        for number in range(turns):
            order = (ours, floor) if number % 2 else (floor, ours)
            seconds = {id(template): run(cloud, template)
                       for template in order}
            measured.append([
                seconds[id(template)][step] for step in range(len(STEPS))
                for template in (ours, floor)])
            yield row % (number + 1, *map('{:.1f}'.format, measured[-1]))
    medians = [statistics.median(column)
               for column in zip(*measured, strict=True)]
    yield row % ('median', *map('{:.1f}'.format, medians))
    yield row % ('ratio', *(
        text for number in range(0, len(COLUMNS), 2)
        for text in ('%.2f' % (medians[number] / medians[number + 1]), '')))


def run(cloud, template):
    """The seconds of each step."""
    stacks = cloud.heat().stacks
    seconds = []
    started = time.monotonic()
    stack_id = stacks.create(
        stack_name='benchmark-' + uuid.uuid4().hex,
        template=template)['stack']['id']
    stack_cost.wait(stacks, stack_id)
    seconds.append(time.monotonic() - started)
    started = time.monotonic()
    stacks.delete(stack_id)
    stack_cost.wait(stacks, stack_id)
    return [*seconds, time.monotonic() - started]


def natural(bigip, size):
    """A template in which names alone say what belongs together."""
    template = stack_cost.stack(bigip, size, members=4)
    resources = template['resources']
    for name, snippet in resources.items():
        properties = snippet['properties']
        if 'partition' in properties:
            properties.update(name=name, partition='benchmark')
        if 'default_pool' in properties:
            properties['default_pool'] = name.replace('virtual', 'pool')
    resources['save'] = {'type': 'F5::Sys::Save', 'properties': {
        'bigip_server': {'get_resource': 'device'}}}
    return template


def doing_nothing(template):
    """The same resources, of a type that does nothing, in the same order."""
    template = stack_cost.doing_nothing(template)
    resources = template['resources']
    for snippet in resources.values():
        properties = snippet['properties']
        if 'partition' in properties:
            snippet['depends_on'] = [
                'partition', *filter(None, [properties.get('default_pool')])]
    resources['save']['depends_on'] = [
        name for name in resources if name.startswith('virtual')]
    return template


if __name__ == '__main__':
    main()
