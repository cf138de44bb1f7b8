# SPDX-License-Identifier: Apache-2.0

"""What an operator gets: the wheel, beside Heat, in an engine of theirs."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv

import pytest

CHECKOUT = pathlib.Path(__file__).parents[2]

# Heat is in the site-packages of the tests; what it would cost to install it
# once more is minutes.
SHARED = sysconfig.get_path('purelib')

LIST_TYPES = """
import json
import sys
from f5_heat.lab import lab

conf, log_file = json.loads(sys.argv[1]), sys.argv[2]
with lab.Lab(devices=0, conf=conf, log_file=log_file) as cloud:
    types = cloud.heat().resource_types.list()
print(json.dumps([found.resource_type for found in types]))
"""

# What a front end of pip's kind asks of the build backend.
BUILD_SDIST = """
import sys
from pbr import build
build.build_sdist(sys.argv[1])
"""

# tenacity is broken for us alone: Heat needs it as well.
BREAK_TENACITY = """
import builtins

import_module = builtins.__import__


def refuse_tenacity(name, globals=None, *args, **kwargs):
    importer = (globals or {}).get('__name__', '')
    if name == 'tenacity' and importer.startswith('f5_heat.'):
        raise ImportError('tenacity is broken')
    return import_module(name, globals, *args, **kwargs)


builtins.__import__ = refuse_tenacity
"""


@pytest.fixture(scope='module')
def tree():
    """The names of the files of the working tree."""
    listed = subprocess.run(
        ['git', 'ls-files', '-z', '-co', '--exclude-standard'],
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
        text=True,
    )
    return {
        name
        for name in filter(None, listed.stdout.split('\0'))
        if (CHECKOUT / name).is_file()
    }


@pytest.fixture(scope='module')
def sdist(tree, tmp_path_factory):
    """An archive of the working tree, which stays as it is."""
    source = tmp_path_factory.mktemp('source')
    for name in tree:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECKOUT / name, source / name)
    # What goes into the archive, pbr asks git.
    for command in (
        ['init', '--quiet'],
        ['add', '--all'],
        [
            *('-c', 'user.name=test', '-c', 'user.email=test@localhost'),
            *('commit', '--quiet', '--message', 'test'),
        ],
    ):
        subprocess.run(['git', *command], cwd=source, check=True)
    archives = tmp_path_factory.mktemp('sdist')
    subprocess.run(
        [sys.executable, '-c', BUILD_SDIST, archives],
        cwd=source,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return next(archives.iterdir())


@pytest.fixture(scope='module')
def wheel(sdist, tmp_path_factory):
    """The wheel that is made of the archive alone."""
    wheels = tmp_path_factory.mktemp('wheel')
    pip('wheel', '--no-deps', '--wheel-dir', wheels, sdist)
    return next(wheels.iterdir())


@pytest.fixture(scope='module')
def python(wheel, tmp_path_factory):
    """The interpreter of a virtualenv with the wheel and Heat."""
    python = make_virtualenv(tmp_path_factory.mktemp('venv'))
    pip('--python', python, 'install', '--no-deps', wheel)
    return python


def make_virtualenv(directory):
    venv.create(directory, symlinks=True)
    python = directory / 'bin' / 'python'
    (site_packages(python) / 'shared.pth').write_text(SHARED + '\n')
    return python


def site_packages(python):
    answer = subprocess.run(
        [
            python,
            '-c',
            'import sysconfig; print(sysconfig.get_path("purelib"))',
        ],
        capture_output=True,
        check=True,
        text=True,
    )
    return pathlib.Path(answer.stdout.strip())


def pip(*args):
    subprocess.run([sys.executable, '-m', 'pip', '--quiet', *args], check=True)


@pytest.fixture
def start_engine(python, tmp_path):
    """Starts Heat's engine; gives the types that it has and its log."""

    def start_engine(conf, path='', python=python):
        log_file = tmp_path / 'heat.log'
        answer = subprocess.run(
            [python, '-c', LIST_TYPES, json.dumps(conf), log_file],
            cwd=tmp_path,
            env=os.environ | {'PYTHONPATH': str(path)},
            stdout=subprocess.PIPE,
            check=True,
        )
        log = log_file.read_text()
        log_file.unlink()
        return json.loads(answer.stdout), log

    return start_engine


def of_f5(types):
    return [name for name in types if name.startswith('F5::')]


def test_the_archive_is_whole(tree, sdist):
    with tarfile.open(sdist) as archive:
        names = {name.partition('/')[2] for name in archive.getnames()}
    assert {name for name in tree if not name.startswith('.')} - names == set()


def test_everything_is_installed(tree, wheel, tmp_path):
    # Without --ignore-installed pip takes what runs these tests away.
    pip(
        'install',
        '--ignore-installed',
        '--no-deps',
        '--no-compile',
        '--prefix',
        tmp_path,
        wheel,
    )
    names = {
        str(path.relative_to(tmp_path)): path
        for path in tmp_path.rglob('*')
        if path.is_file()
    }
    (package,) = tmp_path.glob('**/site-packages')
    package = str(package.relative_to(tmp_path))
    about = {name for name in names if '.dist-info/' in name}
    assert set(names) - about == {
        'bin/f5-heat',
        'etc/heat/environment.d/f5_heat.yaml',
        'etc/heat/f5_heat.conf.sample',
        'etc/heat/f5_heat.policy.yaml.sample',
        *(
            '%s/%s' % (package, name)
            for name in tree
            if name.startswith('f5_heat/')
        ),
    }
    assert 'LICENSE' in {name.rpartition('/')[2] for name in about}


@pytest.mark.parametrize(
    'name, package, main',
    [
        ('f5_heat.conf.sample', 'oslo_config', 'main'),
        ('f5_heat.policy.yaml.sample', 'oslo_policy', 'generate_sample'),
    ],
)
def test_a_sample_is_what_is_generated_now(name, package, main):
    """Otherwise ``make samples`` brings it up to date."""
    made = subprocess.run(
        [
            sys.executable,
            '-c',
            'from %s import generator; generator.%s()' % (package, main),
            '--namespace',
            'f5_heat',
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (CHECKOUT / 'etc' / 'heat' / name).read_text() == made.stdout


def test_the_readme_has_the_types_as_they_are_now(tmp_path):
    """Otherwise ``make samples`` brings it up to date."""
    readme = CHECKOUT / 'README.rst'
    copy = tmp_path / 'README.rst'
    copy.write_text(readme.read_text())
    subprocess.run(
        [sys.executable, CHECKOUT / 'doc' / 'types_table.py', copy],
        env={**os.environ, 'PYTHONPATH': str(CHECKOUT)},
        check=True,
    )
    assert copy.read_text() == readme.read_text()


def test_a_policy_forbids_a_type(start_engine, tmp_path):
    """Heat asks nothing of its policy for types that it does not know."""
    policies = tmp_path / 'policy.d'
    policies.mkdir()
    (policies / 'f5.yaml').write_text(
        '"resource_types:F5::BigIP::Device": "!"\n'
        '"resource_types:F5::LTM::Monitor::*": "role:nobody"\n'
    )
    types, _ = start_engine({'oslo_policy': {'policy_dirs': str(policies)}})
    assert 'F5::LTM::Pool' in types
    assert 'F5::LTM::Profile::HTTP' in types
    assert [
        name
        for name in types
        if name == 'F5::BigIP::Device' or name.startswith('F5::LTM::Monitor')
    ] == []


@pytest.mark.parametrize('operator', ['sets nothing', 'sets plugin_dirs'])
def test_types_appear(start_engine, tmp_path, operator):
    conf = {}
    if operator == 'sets plugin_dirs':
        conf = {'DEFAULT': {'plugin_dirs': str(tmp_path)}}
    types, log = start_engine(conf)
    assert 'F5::LTM::Pool' in types
    assert 'F5 resource types are available' in log


def test_types_appear_once_when_plugin_dirs_names_them(python, start_engine):
    directory = subprocess.run(
        [
            python,
            '-c',
            'import f5_heat; print(f5_heat.__path__[0] + "/heat_plugin")',
        ],
        capture_output=True,
        check=True,
        text=True,
        cwd='/',
    ).stdout.strip()
    assert pathlib.Path(directory).is_relative_to(python.parents[1])
    types, log = start_engine({'DEFAULT': {'plugin_dirs': directory}})
    assert 'F5::LTM::Pool' in types
    assert 'Changing F5' not in log


LEGACY = 'f5-openstack-heat-plugins==10.0.0'


@pytest.mark.parametrize('first', ['theirs', 'ours'])
def test_beside_the_legacy_plugins(start_engine, wheel, tmp_path, first):
    python = make_virtualenv(tmp_path / 'venv')
    packages = [LEGACY, wheel] if first == 'theirs' else [wheel, LEGACY]
    for package in packages:
        pip('--python', python, 'install', '--no-deps', package)
    package = site_packages(python) / 'f5_heat'
    assert (package / 'resources' / 'f5_ltm_pool.py').exists()
    # As their installation guide has it.
    link = tmp_path / 'heat' / 'f5_heat'
    link.parent.mkdir()
    link.symlink_to(package)
    conf = {'DEFAULT': {'plugin_dirs': str(link.parent)}}
    types, log = start_engine(conf, python=python)
    assert 'F5::LTM::Pool' in types
    assert 'Changing F5' not in log
    assert 'Remove it with "pip uninstall f5-openstack-heat-plugins"' in log
    assert (
        '%s leads Heat to the resource types of F5 by a second path' % (link)
        in log
    )
    pip('--python', python, 'uninstall', '--yes', LEGACY.partition('=')[0])
    types, log = start_engine(conf, python=python)
    assert 'F5::LTM::Pool' in types
    assert 'pip uninstall' not in log


@pytest.mark.parametrize('directory', ['f5_heat', 'f5_heat/resources'])
def test_plugin_dirs_lead_to_the_package(python, start_engine, directory):
    directory = site_packages(python) / directory
    types, log = start_engine({'DEFAULT': {'plugin_dirs': str(directory)}})
    assert 'F5::LTM::Pool' in types
    assert 'Changing F5' not in log
    assert 'The directory %s in plugin_dirs' % directory in log


def test_broken_dependency_does_not_stop_heat(start_engine, tmp_path):
    (tmp_path / 'sitecustomize.py').write_text(BREAK_TENACITY)
    types, log = start_engine({}, path=tmp_path)
    assert 'OS::Heat::None' in types
    assert of_f5(types) == []
    assert 'tenacity is broken' in log
