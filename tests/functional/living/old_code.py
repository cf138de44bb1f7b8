# SPDX-License-Identifier: Apache-2.0

"""Heat running the package as it was at an earlier commit.

The commit is checked out into a git worktree, which comes first on the import
path of the processes started here. They run that commit's own lab, so that
modules may move today without a change here.
"""

import configparser
import contextlib
import json
import os
import pathlib
import re
import subprocess
import sys

import pytest
from heatclient import client as heatclient
from keystoneauth1 import noauth
from keystoneauth1 import session

COMMIT = 'bc08d75b835d8ed3b158b8e1249922ac5f96163c'
CHECKOUT = pathlib.Path(__file__).parents[3]

#: Starts Heat and prints its endpoint. Heat is killed, whatever it is doing,
#: when standard input ends.
DRIVER = """
import json
import sys

from f5_heat.lab import lab

conf, log_file = sys.argv[1:]
with lab.Lab(devices=0, conf=json.loads(conf), log_file=log_file) as running:
    print(running.endpoint, flush=True)
    sys.stdin.read()
"""

#: Options that let Heat log the file of the module that logs.
LOGGING = dict.fromkeys(
    ('logging_context_format_string', 'logging_default_format_string'),
    '%(asctime)s %(levelname)s %(name)s [%(pathname)s] %(message)s',
)


def sources(log_file):
    """Return the files of the package from which something was logged."""
    return {
        pathlib.Path(found)
        for found in re.findall(
            r'^\S+ \S+ \w+ f5_heat\S* \[(.+?)\] ',
            log_file.read_text(errors='replace'),
            re.MULTILINE,
        )
    }


@contextlib.contextmanager
def checked_out(directory):
    """Check the commit out below a directory, and yield the worktree."""
    tree = directory / COMMIT[:7]
    _git(
        'The commit %s, which makes the stacks of this test, is missing in '
        '%s. A shallow clone gets it with "git fetch --unshallow".'
        % (COMMIT, CHECKOUT),
        'cat-file',
        '-e',
        COMMIT + '^{commit}',
    )
    _git(
        'The commit %s cannot be checked out.' % COMMIT,
        'worktree',
        'add',
        '--quiet',
        '--detach',
        # A test that was killed may have left its entry for that path.
        '--force',
        tree,
        COMMIT,
    )
    try:
        _describe(tree)
        yield tree
    finally:
        _git(
            'The worktree cannot be removed.',
            'worktree',
            'remove',
            '--force',
            tree,
        )


def _git(failure, *arguments):
    # These variables, set in git's hooks, select another repository.
    environ = {
        name: value
        for name, value in os.environ.items()
        if name not in ('GIT_DIR', 'GIT_INDEX_FILE', 'GIT_WORK_TREE')
    }
    done = subprocess.run(
        ['git', '-C', CHECKOUT, '-c', 'core.hooksPath=/dev/null', *arguments],
        env=environ,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        pytest.fail('%s\n%s' % (failure, done.stderr), pytrace=False)


def _describe(tree):
    """Make the worktree a distribution with the commit's entry points.

    The entry points of the installed code may name modules that the commit
    does not have.
    """
    setup = configparser.RawConfigParser()
    setup.read(tree / 'setup.cfg')
    metadata = tree / 'f5_heat-0.dist-info'
    metadata.mkdir()
    metadata.joinpath('METADATA').write_text(
        'Metadata-Version: 2.1\nName: f5-heat\nVersion: 0\n'
    )
    metadata.joinpath('entry_points.txt').write_text(
        ''.join('[%s]%s\n' % group for group in setup['entry_points'].items())
    )


class Engine:
    """A Heat that runs the code of a worktree, while in its context.

    ``conf`` is what heat.conf has in addition to the options of the lab.
    """

    def __init__(self, tree, conf, log_file):
        self._tree = tree
        self._conf = conf
        self._log_file = log_file

    def __enter__(self):
        path = [str(self._tree), os.environ.get('PYTHONPATH')]
        self._process = subprocess.Popen(
            [
                sys.executable,
                '-c',
                DRIVER,
                json.dumps(self._conf, default=str),
                self._log_file,
            ],
            # "python -m", with which the lab starts Heat, looks here first.
            cwd=self._tree,
            env={
                **os.environ,
                'PYTHONPATH': os.pathsep.join(filter(None, path)),
                # Entry points are cached for each import path.
                'XDG_CACHE_HOME': str(self._tree / '.cache'),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._endpoint = self._process.stdout.readline().strip()
        if not self._endpoint:
            pytest.fail(
                'Heat did not start: ' + self._process.communicate()[1],
                pytrace=False,
            )
        return self

    def __exit__(self, *exc_info):
        self._process.communicate()

    def heat(self):
        """Return a python-heatclient Client."""
        return heatclient.Client(
            '1',
            endpoint=self._endpoint,
            session=session.Session(noauth.NoAuth()),
        )
