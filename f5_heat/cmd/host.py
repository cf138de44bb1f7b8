# SPDX-License-Identifier: Apache-2.0

"""The examination of this host: Heat, Python, and the F5 resource types."""

import contextlib
import importlib.metadata
import logging
import os
import pathlib
import platform
import shutil
import sys
import traceback

from oslo_config import cfg

from f5_heat.plugin import legacy_plugins

#: The releases that the package is made for, and the last one tested.
OLDEST_HEAT, NEWEST_HEAT = 22, 27
OLDEST_PYTHON, NEWEST_PYTHON = (3, 10), (3, 13)

CLIENT = 'f5_bigip'
_OURS = 'F5::'


def heat_version():
    """Return the version of the Heat that this Python has, or None."""
    try:
        return importlib.metadata.version('openstack-heat')
    except importlib.metadata.PackageNotFoundError:
        pass
    try:
        from heat import version
    except ImportError:
        return None
    return version.version_info.version_string()


def own_version():
    """Return the version of this package; None if it is not installed."""
    try:
        return importlib.metadata.version('f5-heat')
    except importlib.metadata.PackageNotFoundError:
        return None


def examine(findings):
    """Examine Heat, Python and this package; return the types that Heat has.

    heat.conf has been read before: it tells Heat what to load.
    """
    version = heat_version()
    _examine_heat(findings, version)
    _examine_python(findings, version)
    if version is None:
        return []
    _examine_package(findings)
    types = _examine_types(findings)
    leftovers = list(legacy_plugins.leftovers(cfg.CONF.plugin_dirs))
    for leftover in leftovers:
        findings.warning('predecessor', leftover)
    if not leftovers:
        findings.ok('predecessor', "F5's legacy plugins are not here.")
    return types


def _major(version):
    """Return the number of a release; 0 if it is unknown."""
    number = version.partition('.')[0]
    return int(number) if number.isdigit() else 0


def _examine_heat(findings, version):
    if version is None:
        engine = shutil.which('heat-engine')
        findings.error(
            'heat',
            'OpenStack Heat is not installed in the Python that runs this '
            'command, %s. Install f5-heat into the Python that runs '
            'heat-engine%s, and run the f5-heat that is there.'
            % (
                sys.executable,
                ' (see the first line of %s)' % engine if engine else '',
            ),
        )
    elif not OLDEST_HEAT <= _major(version) <= NEWEST_HEAT:
        findings.warning(
            'heat',
            'OpenStack Heat %s is none of the releases that f5-heat is '
            'tested with, %d (2024.1) to %d (2026.2).'
            % (version, OLDEST_HEAT, NEWEST_HEAT),
            version=version,
        )
    else:
        findings.ok(
            'heat',
            'OpenStack Heat %s is supported.' % version,
            version=version,
        )


def _examine_python(findings, heat):
    version = platform.python_version()
    if not OLDEST_PYTHON <= sys.version_info[:2] <= NEWEST_PYTHON:
        findings.warning(
            'python',
            'Python %s is none of those that f5-heat is tested with, '
            '%d.%d to %d.%d.' % (version, *OLDEST_PYTHON, *NEWEST_PYTHON),
            version=version,
        )
    elif heat and _major(heat) >= 25 and _parses_unsafely(sys.version_info):
        findings.warning(
            'python',
            'Python %s has a fault (gh-106905) that now and then fails a '
            'stack with "AST constructor recursion depth mismatch" on '
            'Heat 25 and later. Run heat-engine on 3.11.8, 3.12.2 or '
            'later.' % version,
            version=version,
        )
    else:
        findings.ok(
            'python', 'Python %s is supported.' % version, version=version
        )


def _parses_unsafely(version):
    """Return whether two threads at once in ast.parse can fail (gh-106905)."""
    return version < (3, 11, 8) or (3, 12) <= version < (3, 12, 2)


def _examine_package(findings):
    registered = [
        point
        for point in importlib.metadata.entry_points(group='heat.clients')
        if point.name == CLIENT
    ]
    version = own_version()
    if not registered:
        findings.error(
            'package',
            'Nothing tells Heat of f5-heat: no installed distribution has '
            'the entry point %s. Install f5-heat with pip into this '
            'Python, %s.' % (CLIENT, sys.executable),
            version=version,
        )
        return
    findings.ok(
        'package',
        'f5-heat %s is registered with Heat.'
        % (version or 'of an unknown version'),
        version=version,
    )


@contextlib.contextmanager
def quiet():
    """Log nothing to standard error meanwhile."""
    nowhere = logging.NullHandler()
    logging.getLogger().addHandler(nowhere)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(nowhere)


class _Collector(logging.Handler):
    """A handler that collects messages instead of printing them."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.records = []

    def emit(self, record):
        self.records.append(record)

    def __enter__(self):
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *exception):
        logging.getLogger().removeHandler(self)


def _examine_types(findings):
    """Load types as heat-engine does; compare them with this package's."""
    with _Collector() as log:
        try:
            from heat.engine import resources

            resources.initialise()
            environment = resources.global_env()
        except Exception as error:
            findings.error(
                'types',
                'heat-engine does not start, because it cannot load its '
                'resource types: %s' % _words(error),
            )
            return []
    for record in log.records:
        if record.name == 'heat.engine.environment' and record.exc_info:
            findings.warning(
                'environment',
                'Heat ignores an environment file: %s: %s'
                % (record.getMessage(), _words(record.exc_info[1])),
            )
    types = sorted(
        name for name in environment.get_types() if name.startswith(_OURS)
    )
    if not types:
        findings.error(
            'types',
            'Heat has no F5 resource types%s' % (_reason(log.records)),
            names=types,
        )
        return types
    findings.ok(
        'types',
        '%d F5 resource types are available.' % len(types),
        names=types,
    )
    _examine_environment(findings, environment, types)
    return types


def _reason(records):
    """Return the reason in the log for which the types are missing."""
    for record in records:
        if record.name == 'f5_heat' and record.exc_info:
            return ': %s' % _words(record.exc_info[1])
        if record.name == 'heat.common.pluginutils' and (
            'f5_heat' in record.getMessage()
        ):
            return ': %s' % record.getMessage()
    return (
        '. What heat-engine logs when it starts may say why; so may '
        'the resource_registry of the files in %s.'
        % (cfg.CONF.environment_dir)
    )


def _words(error):
    """Return an error, with its place in this package."""
    root = os.path.realpath(legacy_plugins.PACKAGE)
    places = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if os.path.realpath(frame.filename).startswith(root + os.sep)
    ]
    words = '%s: %s' % (type(error).__name__, error)
    if places and places[-1].filename != __file__:
        words += ' (in %s, line %d)' % (
            pathlib.Path(places[-1].filename).relative_to(
                pathlib.Path(root).parent
            ),
            places[-1].lineno,
        )
    return words + ('' if words.endswith('.') else '.')


def _examine_environment(findings, environment, types):
    """Report how files in environment_dir change the types; no fault."""
    from heat.common import exception
    from heat.engine import support

    from f5_heat.plugin import resource_types

    mapping = resource_types.resource_mapping()
    removed, mapped = [], []
    for name, ours in sorted(mapping.items()):
        try:
            info = environment.get_resource_info(name)
        except exception.EntityNotFound:
            removed.append(name)
            continue
        if info.value is not ours:
            mapped.append(
                '%s to %s'
                % (
                    name,
                    (
                        info.name
                        if isinstance(info.value, type)
                        else info.value
                    ),
                )
            )
    hidden = [
        name
        for name, ours in mapping.items()
        if ours.support_status.status == support.HIDDEN
    ]
    removed = [name for name in removed if name not in hidden]
    directory = cfg.CONF.environment_dir
    if removed:
        findings.ok(
            'environment',
            'The environment files in %s take out %s.'
            % (directory, ', '.join(removed)),
            removed=removed,
        )
    if mapped:
        findings.ok(
            'environment',
            'The environment files in %s map %s.'
            % (directory, ', '.join(mapped)),
            mapped=mapped,
        )
    restricted = _restricted(environment)
    if restricted:
        findings.ok(
            'environment',
            'The environment files in %s restrict resources by their '
            'names: %s.'
            % (
                directory,
                '; '.join('%s must not %s' % pair for pair in restricted),
            ),
        )


def _restricted(environment):
    """Return patterns of resource names, each with its restrictions."""
    found = environment.registry.as_dict().get('resources', {})
    restricted = []
    for pattern, settings in sorted(found.items()):
        actions = settings.get('restricted_actions')
        if actions:
            restricted.append(
                (
                    pattern,
                    ' or '.join(
                        [actions] if isinstance(actions, str) else actions
                    ),
                )
            )
    return restricted
