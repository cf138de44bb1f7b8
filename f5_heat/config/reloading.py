# SPDX-License-Identifier: Apache-2.0

"""The reload of the options when Heat reloads its own, on SIGHUP."""

import functools

from oslo_config import cfg
from oslo_log import log as logging

from f5_heat.config import checks
from f5_heat.config import reading
from f5_heat.config import sections

LOG = logging.getLogger(__name__)


def follow(changed, conf=cfg.CONF):
    """Reload the options whenever Heat reloads its own, on SIGHUP.

    :param changed: is then called with the names of the former devices.
    """

    def read_again(conf, _):
        before = reading.current(conf)
        after = reading.read(conf)
        # oslo.config goes on without a source that does not answer, and its
        # devices would be lost.
        if len(getattr(after, '_sources', after.config_source)) < len(
            after.config_source
        ):
            LOG.error(
                'The options of F5 BIG-IP stay as they were: of the '
                'sources %s not all can be read',
                ', '.join(after.config_source),
            )
            return
        reading.replace(after, conf)
        LOG.info(
            'The options of F5 BIG-IP were read again; changed: %s',
            ', '.join(_differences(before, after)) or 'nothing',
        )
        for problem in checks.problems(conf):
            LOG.error(problem)
        changed(before[sections.GROUP].devices)

    reading.current(conf)
    conf.register_mutate_hook(read_again)
    _keep_last_valid(conf)


def _keep_last_valid(conf):
    """Keep the last valid configuration when a file cannot be read.

    Before Heat 25 such a file would end heat-engine, and show the line, which
    may hold a password.
    """
    mutate = conf.mutate_config_files

    @functools.wraps(mutate)
    def mutate_config_files():
        try:
            return mutate()
        except (cfg.Error, OSError, UnicodeError) as error:
            wrong = _place(error)
        # Not above: the log shows an error that is being handled.
        LOG.error(
            'The configuration cannot be read again, and what was read '
            'before stays in force: %s',
            wrong,
        )
        return {}

    conf.mutate_config_files = mutate_config_files


def _place(error):
    """Return where a file is wrong, without showing the text there."""
    if isinstance(error, cfg.ConfigFileParseError):
        inner = error.__context__
        return '%s, line %d: %s' % (error.config_file, inner.lineno, inner.msg)
    return str(error)


def _differences(before, after):
    """Yield the names of the options that differ, and no value."""
    known = {sections.GROUP: sections.options}
    names = before[sections.GROUP].devices, after[sections.GROUP].devices
    for name in sorted({*names[0], *names[1]}):
        if name in names[0] and name in names[1]:
            known[sections.DEVICE_GROUP % name] = sections.device_options
        else:
            yield '[%s]' % (sections.DEVICE_GROUP % name)
    for title, ours in known.items():
        for option in ours:
            if _value(before, title, option) != _value(after, title, option):
                yield '[%s] %s' % (title, option.name)


def _value(conf, title, option):
    """Return the value of an option; None if it is wrong or missing."""
    try:
        return conf[title][option.name]
    except (cfg.Error, ValueError):
        return None
