# SPDX-License-Identifier: Apache-2.0

"""Files of a device: certificates, keys, monitors and data."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

_SEEN_LATER = 'not seen on every recorded version'

_FILE = {
    **facts.APP_SERVICE,
    'checksum': kind.text(read_only=True),
    'createTime': kind.text(read_only=True),
    'createdBy': kind.text('root', read_only=True),
    'lastUpdateTime': kind.text(read_only=True),
    'revision': kind.integer(1, read_only=True),
    'size': kind.integer(read_only=True),
    'sourcePath': kind.text(),
    'systemPath': kind.text(read_only=True),
    'updatedBy': kind.text('root', read_only=True),
}
_CERT_DIRECTORY = '/config/ssl/ssl.crt/'
_LOCALHOST = (
    'emailAddress=root@localhost.localdomain,'
    'CN=localhost.localdomain,OU=IT,O=MyCompany,L=Seattle,ST=WA,'
    'C=US'
)

SSL_CERT = kind.Kind(
    facts.CERT,
    'Certificate File',
    {
        **_FILE,
        'certValidationOptions': kind.items(),
        'certificateKeyCurveName': kind.text('none', read_only=True),
        'certificateKeySize': kind.integer(read_only=True),
        'email': kind.text(read_only=True),
        'expirationDate': kind.integer(read_only=True),
        'expirationString': kind.text(read_only=True),
        'fingerprint': kind.text(read_only=True, unverified=_SEEN_LATER),
        'isBundle': facts.false_true(read_only=True),
        'issuer': kind.text(read_only=True),
        'issuerCert': kind.reference(facts.CERT),
        'keyType': kind.text('rsa-public', read_only=True),
        'mode': kind.integer(33188, read_only=True),
        'serialNumber': kind.text(read_only=True),
        'subject': kind.text(read_only=True),
        'version': kind.integer(3, read_only=True),
    },
    required=('sourcePath',),
    source='recorded on 13.0.0, 14.1.0 and 14.1.2.1',
    builtins={
        '/Common/ca-bundle.crt': {
            'certificateKeySize': 2048,
            'isBundle': 'true',
            'expirationDate': 1893455999,
            'expirationString': 'Dec 31 23:59:59 2029 GMT',
            'systemPath': _CERT_DIRECTORY + 'ca-bundle.crt',
        },
        '/Common/default.crt': {
            'certificateKeySize': 2048,
            'email': 'root@localhost.localdomain',
            'expirationDate': 1886076929,
            'expirationString': 'Oct  7 14:15:29 2029 GMT',
            'issuer': _LOCALHOST,
            'subject': _LOCALHOST,
            'size': 1338,
            'systemPath': _CERT_DIRECTORY + 'default.crt',
        },
        '/Common/f5-ca-bundle.crt': {
            'certificateKeySize': 2048,
            'size': 2151,
            'expirationDate': 1922896554,
            'expirationString': 'Dec  7 17:55:54 2030 GMT',
            'systemPath': _CERT_DIRECTORY + 'f5-ca-bundle.crt',
        },
        '/Common/f5-irule.crt': {
            'certificateKeySize': 2048,
            'size': 1728,
            'expirationDate': 1815944413,
            'expirationString': 'Jul 18 21:00:13 2027 GMT',
            'systemPath': _CERT_DIRECTORY + 'f5-irule.crt',
        },
    },
)

CERT_PARTS = tuple(
    kind.Kind(
        '{}/{}'.format(facts.CERT, part),
        'Certificate File',
        {},
        parent=facts.CERT,
        source='their references are recorded on 13.0.0',
        unverified='the items are not recorded',
    )
    for part in ('bundle-certificates', 'cert-validators')
)

SSL_KEY = kind.Kind(
    facts.KEY,
    'Certificate Key File',
    {
        **_FILE,
        'curveName': kind.text('none', read_only=True),
        'keySize': kind.integer(read_only=True),
        'keyType': kind.text('rsa-private', read_only=True),
        'mode': kind.integer(33184, read_only=True),
        'passphrase': kind.text(secret=True, hidden=True),
        'securityType': kind.choice('normal', 'password', read_only=True),
    },
    required=('sourcePath',),
    source='recorded on 13.0.0 and 14.1.2.1',
    builtins={
        '/Common/default.key': {
            'keySize': 2048,
            'size': 1704,
            'systemPath': '/config/ssl/ssl.key/default.key',
        }
    },
)

EXTERNAL_MONITOR = kind.Kind(
    'sys/file/external-monitor',
    'external monitor file',
    {
        **_FILE,
        'mode': kind.integer(33261, read_only=True),
    },
    required=('sourcePath',),
    source='recorded on 13.1.0.8 and 14.1.2.1',
    unverified=facts.LABEL,
    builtins={
        '/Common/arg_example': {
            'size': 3159,
            'systemPath': '/config/monitors/arg_example',
        },
        '/Common/sample_monitor': {
            'size': 1984,
            'systemPath': '/config/monitors/sample_monitor',
        },
    },
)

_DATA_FILE = {
    **_FILE,
    'cachePath': kind.text(read_only=True),
    'isDynamic': kind.text(read_only=True),
    'mode': kind.integer(33188, read_only=True),
}

DATA_FILES = (
    facts.row(
        'sys/file/data-group',
        {
            **_DATA_FILE,
            **facts.texts('dataGroupName', unverified=facts.DOCUMENTED),
            'separator': kind.text(':=', unverified='the default'),
            'type': kind.choice(None, 'ip', 'integer', 'string'),
        },
        'recorded on 13.1.0',
        'the mode',
        required=('sourcePath', 'type'),
    ),
    facts.row(
        'sys/file/ifile', _DATA_FILE, facts.REFERENCE, required=('sourcePath',)
    ),
    facts.row(
        'sys/file/ssl-crl',
        _DATA_FILE,
        facts.REFERENCE,
        required=('sourcePath',),
    ),
    facts.row(
        'sys/file/lwtunneltbl',
        _DATA_FILE,
        facts.RECORDED,
        'the fields: no item is recorded',
        required=('sourcePath',),
    ),
)

KINDS = (
    SSL_CERT,
    *CERT_PARTS,
    SSL_KEY,
    EXTERNAL_MONITOR,
    *DATA_FILES,
)
