# SPDX-License-Identifier: Apache-2.0

"""The daemons of a device."""

from f5_heat.simulator.kinds import facts
from f5_heat.simulator.schema import kind

# By whether they start with the device, and whether they do so by default.
_DAEMONS = {
    ('off', 'no'): """
aced.finish adm.provision admd.finish antserver.finish apm_websso.finish
apm_websso.start apmd.finish asm.disk asm.finish autodosd.finish avr.provision
avrd.finish bdosd.finish bigd.finish bigd.start captured.finish
datastor.finish datastor.provision datastor.startup.pre datasyncd.finish
dedup_admin.finish dnscached.finish dosl7d.finish dosl7d_attack_monitor.finish
dwbld.finish dynconfd.finish eam.finish eca.finish ecmd.finish
exponential_backoff fips_monitor flowspecd.finish fslogd.finish gtmd.finish
httpd_apm.finish httpd_sam hwpd.finish increase_entropy ipsd.finish
localdbmgr.finish logmysqld.finish logstatd.finish logstatd.startup.pre
mcpd.finish mdmsyncmgr.finish monpd.disk monpd.finish mprov.postcommit
mysql.finish netconsole network.orig nlad.finish nsyncd.finish oauth.finish
omapd.finish openibd pabnagd pccd.finish pgadmind.finish
ping_access_agent.finish rba.finish rewrite.finish rewrite.start runit
samlidpd.finish samlidpd.startup.pre sdmd.finish snmpd.finish sod.finish sshd
sshplugin.finish sshplugin.start statsd.finish syslog-ng systemd-bigstart
tasd.finish tmipsecd.finish tmm.finish tmm.start tmm.startup.pre
tmrouted.finish updated.finish urldb.finish urldbmgrd.disk urldbmgrd.finish
wamd.finish wccpd.finish websso.finish websso.start wocd.finish
wocplugin.finish wocplugin.start wocplugin.startup.pre zrd.finish
""",
    ('off', 'yes'): """
aced adfs_proxy admd antserver apm_websso apmd asm autodosd avrd bdosd botd
captured clusterd datastor datasyncd dedup_admin dnscached dosl7d
dosl7d_attack_monitor dwbld eam eca ecmd f5_update_checker flowspecd fpuserd
fslogd httpd_apm localdbmgr logmysqld mdmsyncmgr monpd mysql mysql nlad
nokiasnmpd nsyncd oauth omapd pgadmind ping_access_agent pkcs11d rba rewrite
rtconfd samlidpd sdmd shmmapd sshplugin tasd urldb urldbmgrd vdi wamd websso
wocd wocplugin wr_urldbd
""",
    ('on', 'no'): """
availability_log cluster dhclient dhclient6 f5-sshd-early f5-sshd-post
f5-startup f5-swap-eth fips httpd network network-phase2 ntpd pkg-tools qkview
rsync syslog-ng-reload xe-linux-distribution
""",
    ('on', 'yes'): """
alertd big3d bigd cbrd chmand csyncd devmgmtd dynconfd errdefsd eventd
evrouted gtmd hwpd icr_eventd iprepd ipsd keymgmtd lacpd lind logstatd mcpd
merged mgmt_acld named ntlmconnpool ovsdb-server pccd restjavad restnoded
scriptd sflow_agent snmpd sod statsd syscalld tamd tmipsecd tmm tmrouted
tomcat updated vxland wccpd zrd zxfrd
""",
}

SERVICE = facts.row(
    'sys/service',
    {
        'apiRawValues': kind.nested(
            facts.texts('Boot', 'Default'), read_only=True
        )
    },
    facts.RECORDED,
    naming='plain',
    builtins={
        name: {'apiRawValues': {'Boot': boot, 'Default': default}}
        for (boot, default), names in _DAEMONS.items()
        for name in names.split()
    },
)

KINDS = (SERVICE,)
