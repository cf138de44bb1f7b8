# SPDX-License-Identifier: Apache-2.0

"""Heat with the package as it was at one commit.

The commit is checked out as a worktree of git's, which comes first on the
path of the processes that are started here. They run that commit's own lab,
so nothing here depends on where a module lies today.
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

#: Runs in the worktree, and ends with its standard input. It ends at once,
#: whatever Heat is at: Heat is killed.
DRIVER = """
import json
import sys

from f5_heat.lab import lab

conf, log_file = sys.argv[1:]
with lab.Lab(devices=0, conf=json.loads(conf), log_file=log_file) as running:
    print(running.endpoint, flush=True)
    sys.stdin.read()
"""

#: What lets Heat log where the module lies that logs something.
LOGGING = dict.fromkeys(
    ('logging_context_format_string', 'logging_default_format_string'),
    '%(asctime)s %(levelname)s %(name)s [%(pathname)s] %(message)s',
)


def sources(log_file):
    """The files of the package that something was logged from."""
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
    """Yield where the commit lies, below a directory."""
    tree = directory / COMMIT[:7]
    _git(
        'The commit %s, whose stacks have to go on, is not to be had from '
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
        # Where one was that nobody could remove, as its test was killed.
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
    # In a hook of git's these variables lead to another repository.
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
    """Let the worktree be a distribution, with its own entry points.

    Those of the code that is installed may lead to modules that the commit
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
    """Heat with the code of a worktree, while in its context.

    ``conf`` is what heat.conf has beside the options of the lab.
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
            # Where the commands that a process starts by -m look first.
            cwd=self._tree,
            env={
                **os.environ,
                'PYTHONPATH': os.pathsep.join(filter(None, path)),
                # Entry points are cached by path, which is never the same.
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
                'Heat with the old code: ' + self._process.communicate()[1],
                pytrace=False,
            )
        return self

    def __exit__(self, *exc_info):
        self._process.communicate()

    def heat(self):
        """A client of python-heatclient."""
        return heatclient.Client(
            '1',
            endpoint=self._endpoint,
            session=session.Session(noauth.NoAuth()),
        )
