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

"""What stacks cost: requests and seconds, beside stacks that do nothing.

The stack that does nothing has the same resources, each an OS::Heat::None:
its time is Heat's own.
"""

import copy
import pathlib
import time
import uuid

from f5_heat.lab import lab

POLL = 0.05
STEPS = ('create', 'update nothing', 'update a pool', 'delete')


def tables(size, latencies):
    """Yield the lines of a Markdown table for each stack.

    :param size: the number of virtual servers of the larger stack.
    :param latencies: milliseconds; each is a run of its own.
    """
    with lab.Lab() as cloud:
        bigip = cloud.devices[0]
        for pools, members, repeat in ((1, 2, 3), (size, 4, 1)):
            template = stack(bigip, pools, members)
            yield ''
            yield '## %d resources' % len(template['resources'])
            yield ''
            yield ('A device, a partition, %d x (pool with %d members, '
                   'virtual server). Runs: %d; the median is shown.' % (
                       pools, members, repeat))
            yield ''
            yield from table(
                cloud, bigip.control, template, latencies, repeat)


def table(cloud, control, template, latencies, repeat):
    row = '| %12s | %-14s | %-26s | %6s | %11s | %7s | %10s | %5s |'
    yield row % ('latency [ms]', 'step', 'requests', 'logins',
                 'connections', 'seconds', 'do-nothing', 'ratio')
    yield '|' + '|'.join(
        '-' * (width + 2) for width in (12, 14, 26, 6, 11, 7, 10, 5)) + '|'
    for latency in latencies:
        control.set_latency(latency / 1000)
        ours, floor = zip(*(
            (run(cloud, template, control),
             run(cloud, doing_nothing(template), control))
            for _ in range(repeat)), strict=True)
        for number, step in enumerate(STEPS):
            seconds, counts = median(run[number] for run in ours)
            least, _ = median(run[number] for run in floor)
            yield row % (
                latency, step, requests(counts), counts['logins'],
                counts['connections'], '%.1f' % seconds, '%.1f' % least,
                '%.2f' % (seconds / least))


def median(measured):
    """The one with the middle number of seconds."""
    ordered = sorted(measured, key=lambda one: one[0])
    return ordered[len(ordered) // 2]


def requests(counts):
    made = counts['requests']
    methods = ', '.join(
        '%d %s' % (made[method], method) for method in sorted(made))
    return '%d%s' % (sum(made.values()), methods and ': ' + methods)


def run(cloud, template, control):
    """The seconds and the requests of each step."""
    stacks = cloud.heat().stacks
    # A name is taken for a moment after its stack is gone.
    name = 'benchmark-' + uuid.uuid4().hex
    changed = copy.deepcopy(template)
    changed['resources']['pool0']['properties']['load_balancing_mode'] = (
        'least-connections-member')
    actions = (
        lambda: stacks.create(stack_name=name, template=template),
        lambda: stacks.update(stack_id, template=template),
        lambda: stacks.update(stack_id, template=changed),
        lambda: stacks.delete(stack_id),
    )
    stack_id = None
    steps = []
    for act in actions:
        control.clear()
        started = time.monotonic()
        answer = act()
        stack_id = stack_id or answer['stack']['id']
        wait(stacks, stack_id)
        steps.append((time.monotonic() - started, control.counts()))
    return steps


def wait(stacks, stack_id):
    # Heat offers nothing to wait on.
    while (stack := stacks.get(stack_id)).stack_status.endswith(
            'IN_PROGRESS'):
        time.sleep(POLL)
    if not stack.stack_status.endswith('COMPLETE'):
        raise RuntimeError(stack.stack_status_reason)


def stack(bigip, pools, members):
    """A template: a device, a partition, pools and virtual servers."""
    host, _, port = bigip.address.rpartition(':')
    device = {'get_resource': 'device'}
    partition = {'get_resource': 'partition'}
    resources = {
        'device': {'type': 'F5::BigIP::Device', 'properties': {
            'ip': host, 'port': int(port), 'username': lab.USERNAME,
            'password': lab.PASSWORD,
            'ca_cert': pathlib.Path(bigip.ca_file).read_text()}},
        'partition': {'type': 'F5::Sys::Partition', 'properties': {
            'name': 'benchmark', 'bigip_server': device}},
    }
    for number in range(pools):
        pool = 'pool%d' % number
        resources[pool] = {
            'type': 'F5::LTM::Pool',
            'properties': {
                'bigip_server': device, 'partition': partition,
                'load_balancing_mode': 'round-robin',
                'members': [
                    {'member_ip': '10.0.%d.%d' % (number, member + 1),
                     'member_port': 80} for member in range(members)]}}
        resources['virtual%d' % number] = {
            'type': 'F5::LTM::VirtualServer',
            'properties': {
                'bigip_server': device, 'partition': partition,
                'ip': '198.51.100.%d' % (number + 1), 'port': 80,
                'ip_protocol': 'tcp',
                'default_pool': {'get_resource': pool}}}
    return {'heat_template_version': '2018-08-31', 'resources': resources}


def doing_nothing(template):
    """The same resources and dependencies, of a type that does nothing."""
    template = copy.deepcopy(template)
    for resource in template['resources'].values():
        resource['type'] = 'OS::Heat::None'
    return template
