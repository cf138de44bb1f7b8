# SPDX-License-Identifier: Apache-2.0

"""The options as they were read last from the files of heat.conf."""

from oslo_config import cfg

from f5_heat.config import sections

# The configuration that was read last, its files, and the options in them.
_known = (None, None, None)


def current(conf=cfg.CONF):
    """Return the options as they were read last.

    They are read apart from Heat's. oslo.config would log a password that
    changes, the old and the new one, and would not ask its drivers again.
    """
    global _known
    files = _files(conf)
    known = _known
    if known[0] is not conf or known[1] != files:
        known = _known = conf, files, read(conf)
    return known[2]


def replace(found, conf=cfg.CONF):
    """Make options the current ones of a configuration."""
    global _known
    _known = conf, _files(conf), found


def read(conf):
    """Return the options as the files of a configuration have them now."""
    fresh = cfg.ConfigOpts()
    sections.register(fresh)
    files, directories = _files(conf)
    fresh(
        [],
        default_config_files=list(files),
        default_config_dirs=list(directories),
    )
    for name in fresh[sections.GROUP].devices:
        fresh.register_opts(
            sections.device_options, group=sections.DEVICE_GROUP % name
        )
    return fresh


def _files(conf):
    """Return the files and directories that a configuration came from."""
    return tuple(
        tuple(getattr(conf, name, None) or ())
        for name in ('config_file', 'config_dir')
    )


def section(conf=cfg.CONF):
    """Return the section [f5_bigip], which is not about a single device."""
    return current(conf)[sections.GROUP]


def mistakes(found, title, known):
    """Yield a sentence for each option of a section that cannot be read."""
    for option in known:
        try:
            found[option.name]
        except (cfg.Error, ValueError) as error:
            yield (
                'The option %s in the section [%s] of heat.conf cannot be '
                'read%s.' % (option.name, title, _reason(option, error))
            )


def _reason(option, error):
    """Return the fault of a value, as far as an author may see it.

    The error itself names the file, and the one inside it the value.
    """
    if isinstance(
        error,
        (
            cfg.TemplateSubstitutionError,
            cfg.NoSuchOptError,
            cfg.NoSuchGroupError,
        ),
    ):
        return ': a dollar sign in it is written twice, $$'
    inner = error.__context__ if isinstance(error, cfg.Error) else error
    if option.secret or not isinstance(inner, ValueError):
        return ''
    return ': %s' % str(inner).rstrip('.')
