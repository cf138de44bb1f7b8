# SPDX-License-Identifier: Apache-2.0

"""A device of a template that hangs keeps nobody else waiting."""

import contextlib
import itertools

import pytest
from heatclient import exc as heat_exc

from f5_heat.lab import lab
from tests.functional import conftest
from tests.functional import labs
from tests.functional.contract import stacks
from tests.functional.faults import hanging
from tests.unit import hanging_device

#: More than Heat has threads for shows, and for actions.
SHOWS = CREATES = 70
#: The seconds by which it may take others longer, whatever they do, and by
#: which it may take longer until all of the shows have ended. On an idle host
#: it is less than two; one that runs other tests as well needs more. A Heat
#: that waits for such a device answers nobody for ten minutes.
SLOWER = 40
LATER = 60
#: The seconds that one request may take, whatever it looks at.
LOOK = 60
#: The requests at once to a device of a template, and to all of them.
AT_ONE = 4
AT_ALL = 16


@pytest.fixture(scope='module')
def cloud(tmp_path_factory):
    """A lab whose Heat looks at devices before it makes anything.

    The second device is the one behind those that hang.
    """
    log_file = tmp_path_factory.mktemp('lab') / 'heat.log'
    conf = {'f5_bigip': {'validate_on_device': True}}
    with labs.start(devices=2, conf=conf, log_file=log_file) as running:
        yield conftest.Cloud(running)


@pytest.fixture
def api(cloud):
    return hanging.Api(cloud.lab.endpoint, 'admin')


@pytest.fixture
def neighbour(cloud):
    return hanging.Neighbour(cloud.lab.endpoint)


@pytest.fixture
def crowd():
    """Those who wait for the devices that hang."""
    return hanging_device.Crowd()


@pytest.fixture
def make_sites(cloud, crowd):
    """Makes some sites, whose devices answer, in the end again.

    What is beside their stacks is deleted with them.
    """
    made = []

    def make_sites(count):
        sites = []
        for _ in range(count):
            device = devices.enter_context(
                hanging.device(cloud.lab.devices[1], crowd)
            )
            sites.append(hanging.Site(conftest.Stack(cloud.heat), device))
            sites[-1].stack.begin(sites[-1].template())
        made.extend(sites)
        for site in sites:
            site.stack.wait('CREATE_COMPLETE')
        return sites

    with contextlib.ExitStack() as devices:
        yield make_sites
        for site in made:
            site.device.mend()
        own = {site.stack.id for site in made}
        delete(cloud, lambda stack: stack.id not in own)
        delete(cloud, lambda stack: stack.id in own)


def delete(cloud, which):
    """Delete the stacks of which something is true."""
    found = []
    for stack in filter(which, cloud.heat.stacks.list()):
        found.append(conftest.Stack(cloud.heat))
        found[-1].name, found[-1].id = stack.stack_name, stack.id
        cloud.heat.stacks.delete(stack.id)
    for stack in found:
        stack.wait('DELETE_COMPLETE')


@pytest.mark.parametrize(
    'count, form',
    [*((1, form) for form in hanging_device.FORMS), (8, 'mute')],
)
def test_shows(api, neighbour, make_sites, crowd, count, form):
    """Of devices of templates, by one who is much interested in them."""
    sites = make_sites(count)
    paths = itertools.cycle(
        itertools.chain(*zip(*(site.shows for site in sites), strict=True))
    )
    shows = [('GET', path) for path in itertools.islice(paths, SHOWS)]
    # As many shows of devices that answer cost Heat some seconds, too.
    made = hanging.Requests(api, shows)
    normal = dict(neighbour.day())
    longest = known = 0
    for answer, seconds in made.results():
        longest = max(longest, seconds)
        known += any(answer['resource']['attributes'].values())
    # A busy host may be too slow for some of so many.
    assert known
    for what, seconds in neighbour.day():
        normal[what] = max(normal[what], seconds)
    for site in sites:
        site.device.hang(form)
    made = hanging.Requests(api, shows)
    assert crowd.wait(1)
    is_over = False
    while not is_over:
        is_over = made.are_over
        for what, seconds in neighbour.day():
            assert seconds <= normal[what] + SLOWER, what
    for answer, seconds in made.results():
        assert seconds <= longest + LATER
        assert isinstance(answer['resource']['attributes'], dict)
    assert crowd.most <= AT_ALL
    for site in sites:
        assert site.device.crowd.most <= AT_ONE


@pytest.mark.parametrize('form', ['mute', hanging_device.RESTARTING])
def test_actions(api, neighbour, make_sites, form):
    """An action may wait for its device, for minutes; not so do all of them.

    Heat has a thread for each of them meanwhile.
    """
    (site,) = make_sites(1)
    creates = [
        ('POST', 'stacks', site.beside('beside%d' % number))
        for number in range(CREATES)
    ]
    normal = dict(neighbour.day())
    site.device.hang(form)
    made = hanging.Requests(api, creates)
    for _, seconds in made.results():
        assert seconds < hanging.PATIENCE
    for what, seconds in neighbour.day():
        assert seconds <= normal[what] + LATER, what
    assert site.device.crowd.most <= AT_ONE


def looks(site):
    """What Heat is asked that has it ask a device, by name."""
    changed = {'template': site.template(description='changed')}
    beside = site.beside('beside')
    return {
        'stack': ('GET', site.path),
        'output': ('GET', site.path + '/outputs/state'),
        'resource': ('GET', site.path + '/resources/pool'),
        'device': ('GET', site.path + '/resources/device'),
        'resources': ('GET', site.path + '/resources?with_detail=true'),
        'preview': ('POST', 'stacks/preview', beside),
        'create': ('POST', 'stacks', beside),
        'dry run': ('PUT', site.path + '/preview', changed),
        'update': ('PUT', site.path, changed),
    }


def test_a_look_takes_seconds(api, make_sites):
    """Each at a device of its own, of which nobody knows that it hangs."""
    (first,) = make_sites(1)
    kinds = list(looks(first))
    sites = dict(zip(kinds, [first, *make_sites(len(kinds) - 1)], strict=True))
    wanted = [looks(site)[kind] for kind, site in sites.items()]
    for site in sites.values():
        del site.device.requests[:]
        site.device.hang('mute')
    found = dict(
        zip(kinds, hanging.Requests(api, wanted).results(), strict=True)
    )
    took = {kind: seconds for kind, (_, seconds) in found.items()}
    assert max(took.values()) < LOOK, took
    # Each of them did ask its device.
    assert all(site.device.requests for site in sites.values())
    stack = found['stack'][0]['stack']
    for output in stack['outputs']:
        assert output['output_value'] is None
        assert sites['stack'].device.address in output['output_error']


def test_a_device_that_answers_again(api, make_sites):
    (site,) = make_sites(1)
    shows = [('GET', path) for path in site.shows]

    def counts():
        """What the shows of the pool say of its members, as a set."""
        answers = [
            answer['resource'] if answer else pytest.fail('There is none.')
            for answer, _ in hanging.Requests(api, shows).results()
        ]
        return {
            resource['attributes'].get('member_count')
            for resource in answers
            if resource['resource_type'] == 'F5::LTM::Pool'
        }

    # One of them asks for it.
    assert counts() == {None, 0}
    site.device.hang('mute')
    assert counts() == {None}
    site.device.mend()
    conftest.until(lambda: counts() == {None, 0})


@pytest.mark.parametrize('timeout', [0, hanging.TIMEOUT + 1])
def test_a_timeout_has_an_end(cloud, timeout):
    device = {
        'type': 'F5::BigIP::Device',
        'properties': {
            'ip': '192.0.2.1',
            'username': lab.USERNAME,
            'password': lab.PASSWORD,
            'timeout': timeout,
        },
    }
    with pytest.raises(heat_exc.HTTPBadRequest, match='timeout'):
        cloud.heat.stacks.preview(
            stack_name='endless', template=stacks.hot({'device': device})
        )
