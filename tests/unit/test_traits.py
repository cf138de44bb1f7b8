# SPDX-License-Identifier: Apache-2.0

"""What a type adds to its objects, and in which order that is called."""

import types

import pytest

from f5_heat.engine.objects import bigip
from f5_heat.engine.objects import hooks
from f5_heat.engine.traits import companions
from f5_heat.engine.traits import draining
from f5_heat.engine.traits import readiness
from f5_heat.engine.traits import restoration
from f5_heat.engine.traits import signals
from f5_heat.engine.traits import suspension
from f5_heat.engine.traits import trait
from f5_heat.plugin import resource_types
from f5_heat.resources.ltm import health

ADMIN_STATE = {'admin_state': health.AdminState('object')}
DRAIN = draining.Drain('admin_state', 'disabled', 'connections')
OBJECT, SIGNALLED = bigip.BigIPObject, signals.SignalledObject


@pytest.mark.parametrize(
    'kind, properties, traits, complaint',
    [
        (
            OBJECT,
            ADMIN_STATE,
            [DRAIN, draining.Drain('admin_state', 'disabled', 'others')],
            'the trait Drain is listed twice',
        ),
        (
            OBJECT,
            {},
            [
                suspension.Suspend(suspension.Gate()),
                type('More', (suspension.Suspend,), {})(suspension.Gate()),
            ],
            'the trait More is listed twice',
        ),
        (OBJECT, {}, [DRAIN], 'the trait Drain needs a property admin_state'),
        (
            OBJECT,
            {},
            [readiness.WaitFor()],
            'the trait WaitFor needs a property wait_for',
        ),
        (SIGNALLED, {}, [signals.Signals()], 'needs a property admin_state'),
        (OBJECT, {}, [restoration.Restore()], 'Restore is for a singleton'),
        (
            OBJECT,
            ADMIN_STATE,
            [signals.Signals()],
            'the trait Signals is for a SignalledObject',
        ),
        (
            SIGNALLED,
            ADMIN_STATE,
            [],
            'a SignalledObject lists the trait Signals',
        ),
        (OBJECT, {}, [draining.Drain], 'traits are objects'),
        (
            OBJECT,
            {},
            [companions.Companions('ltm/node')],
            'the trait Companions needs paths',
        ),
    ],
)
def test_a_contradiction_is_refused(kind, properties, traits, complaint):
    with pytest.raises(TypeError, match='Odd: .*' + complaint):
        type(
            'Odd',
            (kind,),
            {
                'properties_schema': {**bigip.NAMING, **properties},
                'traits': tuple(traits),
            },
        )


class Noting(trait.Trait):
    """A trait that notes what it is asked for."""

    def __init__(self, name):
        self.name = name

    def updated(self, resource, values):
        resource.notes.append(self.name)

    def meant(self, resource, values):
        return [*values, self.name]

    def update(self, resource, proceed, before, after):
        resource.notes.append('%s before' % self.name)
        yield from proceed([*before, self.name], after)
        resource.notes.append('%s after' % self.name)


@pytest.fixture
def resource():
    return types.SimpleNamespace(
        notes=[], traits=(Noting('first'), trait.Trait(), Noting('second'))
    )


def test_hooks_are_called_in_order(resource):
    hooks.tell(resource, 'updated', {})
    assert resource.notes == ['first', 'second']
    assert hooks.passed(resource, 'meant', ['given']) == [
        'given',
        'first',
        'second',
    ]


def test_the_first_trait_is_outermost(resource):
    def update(before, after):
        resource.notes.append((before, after))
        yield 'waiting'

    steps = hooks.around(resource, 'update', update)(['before'], 'after')
    assert list(steps) == ['waiting']
    assert resource.notes == [
        'first before',
        'second before',
        (['before', 'first', 'second'], 'after'),
        'second after',
        'first after',
    ]


def test_nothing_is_no_handler_of_heat(resource):
    """Heat sleeps for a second after each."""
    assert hooks.handler(resource, 'suspend') is None
    resource.traits += (suspension.Suspend(suspension.Gate()),)
    assert callable(hooks.handler(resource, 'suspend'))
    assert not callable(bigip.BigIPObject.handle_suspend)


KINDS = [
    kind
    for _, kind in sorted(resource_types.resource_mapping().items())
    if issubclass(kind, bigip.BigIPObject)
]


@pytest.mark.parametrize('kind', KINDS, ids=lambda kind: kind.__name__)
def test_few_classes_stand_between_a_type_and_heat(kind):
    ours = [
        one for one in kind.__mro__ if one.__module__.startswith('f5_heat')
    ]
    assert len(ours) <= 5


@pytest.mark.parametrize('kind', KINDS, ids=lambda kind: kind.__name__)
def test_a_trait_remembers_nothing(kind):
    """All resources of a type share it, and many threads."""
    for one in kind.traits:
        assert all(
            value is None
            or callable(value)
            or isinstance(value, (bool, str, suspension.Gate))
            for value in vars(one).values()
        )
