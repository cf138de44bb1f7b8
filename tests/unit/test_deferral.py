# SPDX-License-Identifier: Apache-2.0

"""Schemas that are built when they are first read."""

import concurrent.futures
import subprocess
import sys
import threading

import pytest

from f5_heat.engine import schema

THREADS = 64

#: Prints the types whose schemas are there as soon as they are registered.
REGISTER = """
from f5_heat.engine.schema import deferral
from f5_heat.plugin import resource_types
for name, kind in resource_types.resource_mapping().items():
    for word in ('properties_schema', 'attributes_schema'):
        for one in kind.__mro__:
            if one.__module__.startswith('f5_heat.resources'):
                if isinstance(vars(one).get(word), dict):
                    print(name, word)
"""


@pytest.fixture
def made():
    """Which classes a schema was made for."""
    return []


@pytest.fixture
def kind(made):
    class Kind:
        @schema.deferred
        def properties_schema(cls):
            made.append(cls)
            return {'name': schema.String('A name.')}

    return Kind


def test_it_is_made_once(kind, made):
    assert made == []
    assert list(kind.properties_schema) == ['name']
    assert kind.properties_schema is kind().properties_schema
    assert made == [kind]


def test_a_subclass_has_the_same(kind, made):
    class Another(kind):
        pass

    assert Another.properties_schema is kind.properties_schema
    assert made == [kind]


def test_many_threads_have_the_same(kind, made):
    together = threading.Barrier(THREADS)

    def read(_):
        together.wait()
        return kind.properties_schema

    with concurrent.futures.ThreadPoolExecutor(THREADS) as threads:
        found = list(threads.map(read, range(THREADS)))
    assert made == [kind]
    assert all(one is found[0] for one in found)


def test_it_is_checked_when_it_is_made(kind, made):
    checked = []
    schema.when_built(kind, 'properties_schema', checked.append)
    assert checked == made == []
    assert [kind.properties_schema] == checked
    schema.when_built(kind, 'properties_schema', checked.append)
    assert len(checked) == 2


def test_a_process_that_registers_the_types_builds_none():
    done = subprocess.run(
        [sys.executable, '-W', 'ignore', '-c', REGISTER],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == ''
