# SPDX-License-Identifier: Apache-2.0

"""The examination of heat.conf, read as Heat reads it."""

import datetime
import difflib
import glob
import os
import stat

from cryptography import x509
from oslo_config import cfg

from f5_heat import config

#: The days before its end in which a certificate is worth a warning.
SOON = 30

_DEVICE_PREFIX = config.DEVICE_GROUP % ''
# Where Heat looks for heat.conf, and this user may not be allowed to.
_PLACES = ('~/.heat', '/etc/heat')
_FORBIDDEN = (
    'This user must not read %s. Run f5-heat as the user of '
    'heat-engine, or as root.'
)
_KEY_LENGTHS = (16, 24, 32)


class BadHeatConf(Exception):
    """heat.conf cannot be read; the message says why, without quoting it."""


def read(paths=(), directories=()):
    """Read heat.conf into oslo.config's CONF, as heat-engine does.

    :raises BadHeatConf: there is no such file, it must not be read, or a
        line of it makes no sense.
    """
    arguments = ['--config-file=%s' % one for one in paths]
    arguments += ['--config-dir=%s' % one for one in directories]
    try:
        cfg.CONF(arguments, project='heat', prog='heat-engine')
    except cfg.ConfigFilesNotFoundError as error:
        raise BadHeatConf(
            'There is no file %s.' % ', '.join(error.config_files)
        ) from None
    except cfg.ConfigFilesPermissionDeniedError as error:
        raise BadHeatConf(_FORBIDDEN % ', '.join(error.config_files)) from None
    except cfg.ConfigDirNotFoundError as error:
        raise BadHeatConf(
            'There is no directory %s.' % error.config_dir
        ) from None
    except cfg.ConfigFileParseError as error:
        # The rest of the message is the line, which may hold a password.
        place = str(error.msg).partition(', ')[0]
        raise BadHeatConf(
            'A line of heat.conf makes no sense to Heat, which does not '
            'start: %s.' % place
        ) from None
    except (cfg.Error, UnicodeDecodeError) as error:
        raise BadHeatConf(
            'heat.conf cannot be read: %s.' % (type(error).__name__)
        ) from None
    if not files():
        for directory in _PLACES:
            place = os.path.expanduser(directory)
            if os.path.isdir(place) and not os.access(place, os.X_OK):
                raise BadHeatConf(_FORBIDDEN % place)
    config.register()


def files():
    """Return the files that were read, in order: the last one prevails."""
    found = list(cfg.CONF.config_file or ())
    directories = cfg.CONF.config_dir or ()
    for directory in (
        [directories] if isinstance(directories, str) else directories
    ):
        found += sorted(glob.glob(os.path.join(directory, '*.conf')))
    return found


def examine(findings, has_heat):
    """Examine what concerns no single device."""
    found = files()
    if not found:
        findings.error(
            'heat.conf',
            'There is no heat.conf where Heat looks for one: ~/.heat, ~, '
            '/etc/heat and /etc. Name it with --config-file.',
        )
        return
    findings.ok(
        'heat.conf', 'Heat reads %s.' % ' and '.join(found), files=found
    )
    written = _sections(found)
    _examine_permissions(findings, written)
    _examine_names(findings, written)
    _examine_options(findings)
    if has_heat:
        _examine_key(findings)


def _sections(paths):
    """Return, by file, the options of each section."""
    written = {}
    for path in paths:
        sections = written[path] = {}
        cfg.ConfigParser(path, sections).parse()
    return written


def _examine_permissions(findings, written):
    for path, sections in written.items():
        holds_password = any(
            'password' in keys
            for title, keys in sections.items()
            if title.startswith(_DEVICE_PREFIX)
        )
        if holds_password and os.stat(path).st_mode & stat.S_IROTH:
            findings.warning(
                'permissions',
                'Every user of this host can read %s, and the passwords '
                'of devices in it: "chmod o-rwx" it, and let its group be '
                'that of heat-engine.' % path,
                file=path,
            )


def _examine_names(findings, written):
    """Find sections and options that are misspelt, which Heat ignores."""
    general = _names(config.options)
    own = _names(config.device_options)
    devices = _devices()
    unknown = []
    for sections in written.values():
        for title, keys in sections.items():
            if title == config.GROUP:
                known = general
            elif title.startswith(_DEVICE_PREFIX):
                known = own
                name = title.removeprefix(_DEVICE_PREFIX)
                if name not in devices:
                    unknown.append(
                        (
                            'The section [%s] is not used: %s is not among '
                            'the devices of [%s].'
                            % (title, name, config.GROUP),
                            title,
                            None,
                        )
                    )
            elif _looks_like_ours(title):
                unknown.append(
                    (
                        'The section [%s] is not known. Sections of f5-heat '
                        'are [%s] and [%sNAME].'
                        % (title, config.GROUP, _DEVICE_PREFIX),
                        title,
                        None,
                    )
                )
                continue
            else:
                continue
            for key in keys:
                if key.replace('-', '_') not in known:
                    near = difflib.get_close_matches(key, known, 1)
                    unknown.append(
                        (
                            'The option %s in [%s] is not known, and has no '
                            'effect.%s'
                            % (
                                key,
                                title,
                                ' Is it %s?' % near[0] if near else '',
                            ),
                            title,
                            key,
                        )
                    )
    for message, section, option in unknown:
        findings.warning('options', message, section=section, option=option)


def _names(options):
    """Return the names of options, earlier names included."""
    return [
        name.replace('-', '_')
        for option in options
        for name in (
            option.dest,
            *(one.name for one in option.deprecated_opts if one.name),
        )
    ]


def _looks_like_ours(title):
    words = title.lower()
    return words.startswith('f5') or 'bigip' in words.replace('-', '')


def _devices():
    try:
        return cfg.CONF[config.GROUP].devices
    except (cfg.Error, ValueError):
        return []


def _examine_options(findings):
    """Read each option of the general section, and judge its value."""
    section = cfg.CONF[config.GROUP]
    wrong = False
    for option in config.options:
        try:
            section[option.dest]
        except (cfg.Error, ValueError):
            wrong = True
            findings.error(
                'options',
                'The option %s in [%s] cannot be read.'
                % (option.name, config.GROUP),
                section=config.GROUP,
                option=option.name,
            )
    if wrong:
        return
    if not section.devices:
        findings.warning(
            'devices',
            'heat.conf names no device in the option devices of [%s]: '
            'only templates that bring a device along can be used.'
            % config.GROUP,
            names=[],
        )
    else:
        findings.ok(
            'devices',
            'heat.conf names %s.' % ', '.join(section.devices),
            names=section.devices,
        )
        _examine_default(findings, section)
    if not section.validate_certs:
        findings.warning(
            'verify',
            'validate_certs is off: anybody on the way to a device that a '
            'template brings along can read its password.',
        )
    elif section.ca_file:
        examine_ca_file(findings, section.ca_file)
    if section.forget_unreachable:
        findings.warning(
            'forget',
            'forget_unreachable is on: a stack that is deleted while its '
            'BIG-IP cannot be reached leaves its objects there. Switch it '
            'off again once nothing is to be forgotten.',
        )


def _examine_default(findings, section):
    try:
        name = config.default_device()
    except config.UnknownDevice as error:
        if section.default_device:
            findings.error('default', str(error), name=None)
        else:
            findings.ok(
                'default',
                'There is no default_device: each resource has to name '
                'its bigip_server.',
                name=None,
            )
    else:
        findings.ok(
            'default',
            'Resources that name no device are made on %s.' % name,
            name=name,
        )


def _examine_key(findings):
    from heat.common import crypt

    key = cfg.CONF.auth_encryption_key
    default = next(
        option.default
        for option in crypt.auth_opts
        if option.dest == 'auth_encryption_key'
    )
    if len(key) not in _KEY_LENGTHS:
        findings.error(
            'key',
            'The auth_encryption_key is %d characters long: heat-engine '
            'does not start unless there are 32.' % len(key),
        )
    elif key == default:
        findings.warning(
            'key',
            "The auth_encryption_key is Heat's own default, which "
            'everybody '
            'knows: passwords of F5::BigIP::Device are encrypted with it. '
            'Set one of 32 characters on all hosts that run Heat.',
        )
    else:
        findings.ok('key', 'The auth_encryption_key is your own.')


def examine_device(findings, name):
    """Examine the section of a device; return it, or None if it is wrong."""
    try:
        section = config.device(name)
    except config.UnknownDevice as error:
        findings.error('section', str(error))
        return None
    if section.fingerprint:
        return section
    if not section.verify:
        findings.warning(
            'verify',
            'verify is off: anybody on the way to the device can read its '
            'password. Give its fingerprint, or name its certificate in '
            'ca_file.',
        )
    elif section.ca_file:
        examine_ca_file(findings, section.ca_file)
    return section


def examine_ca_file(findings, path):
    """Examine the certificates in a file, and when the first one ends."""
    try:
        with open(path, 'rb') as file:
            found = x509.load_pem_x509_certificates(file.read())
    except OSError as error:
        findings.error(
            'ca_file',
            'The ca_file %s cannot be read: %s.' % (path, error.strerror),
            file=path,
        )
        return
    except ValueError:
        findings.error(
            'ca_file',
            'The ca_file %s holds no certificates in PEM form.' % path,
            file=path,
        )
        return
    first = min(found, key=lambda one: one.not_valid_after_utc)
    name = first.subject.rfc4514_string()
    days = days_left(first)
    if days < 0:
        findings.error(
            'ca_file',
            'The certificate of %s in the ca_file %s ended on %s.'
            % (name, path, day(first.not_valid_after_utc)),
            file=path,
            days=days,
        )
    elif days < SOON:
        findings.warning(
            'ca_file',
            'The certificate of %s in the ca_file %s ends in %d days, on '
            '%s.' % (name, path, days, day(first.not_valid_after_utc)),
            file=path,
            days=days,
        )
    else:
        findings.ok(
            'ca_file',
            'The ca_file %s holds %d certificate%s, valid until %s.'
            % (
                path,
                len(found),
                's' if len(found) > 1 else '',
                day(first.not_valid_after_utc),
            ),
            file=path,
            days=days,
        )


def days_left(certificate):
    """Return whole days until a certificate ends; negative if it has."""
    left = certificate.not_valid_after_utc - datetime.datetime.now(
        datetime.timezone.utc
    )
    return left.days


def day(moment):
    return moment.strftime('%Y-%m-%d')
