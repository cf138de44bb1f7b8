# SPDX-License-Identifier: Apache-2.0

"""Database variables that are words and texts."""

# The words that are allowed, in brackets, and the names and defaults of those
# that allow them. A word that ends with a dot begins the names after it.

SAVED = """
[1 1024 128 16 2 256 32 4 512 64 8] ipsec.reorderqdepth=1 [128 128k 16k 32k
64k] antserver.reply.cache.size=64k [Alert Critical Debug Emergency Error Info
Notice Warning] acceleration. wam_assembly.loglevel=Notice
wam_bigdb.loglevel=Notice wam_cache.loglevel=Notice wam_event.loglevel=Notice
wam_log.loglevel=Notice wam_mstor.loglevel=Notice wam_mtags.loglevel=Notice
wam_parse.loglevel=Notice wam_plugin.loglevel=Notice wam_proxy.loglevel=Notice
[Alert Critical Debug Emergency Error Informational Notice Warning]
tmm.dhcp.log.level=Error log. accesscontrol.level=Notice
accessperrequest.level=Notice apmacl.level=Notice auth.level=Error
connector.level=Error duplicateaddress.level=Warning eca.level=Notice
failover.level=Informational fix.level=Notice ftp.level=Notice ha.level=Notice
halmsg.level=Error imap.level=Error isession.level=Notice libhal.level=Notice
networkaccess.level=Notice pop3.level=Error rba.level=Notice
service.level=Error smtps.level=Error sso.level=Notice swg.level=Notice
tamd.level=Error ts.level=Informational webapplications.level=Notice [Allow
Block Warning] security.minkeysize.level=Warning [Brief Full]
tmm.gpa.cec.log.detail=Brief [Critical Debug Error Informational Notice Trace
Warning] log. mdm.level=Notice vdi.level=Notice [Critical Debug Error
Informational Warning] tmm.pem.log.level=Critical [Debug Error Informational]
log.monpd.level=Informational [Debug Error Informational Notice Warning] log.
adapt.level=Error bcm56xxd.level=Informational config.level=Error
diameter.level=Error em.admin.level=Notice em.alert.level=Notice
em.device.level=Notice em.file.level=Notice em.stats.level=Notice
em.swim.level=Notice icap.level=Error ipfix.level=Notice
ipfixirules.level=Notice ipsecalg.level=Notice ivs.level=Error
lacpd.level=Informational lldpd.level=Informational lsn.level=Error
lsnapi.level=Error mr.level=Error mrmqtt.level=Error mrsip.level=Error
pcp.level=Error pptp.level=Notice sctp.level=Warning stpd.level=Warning
tcpdump.level=Notice tftp.level=Notice tma.level=Notice wr_urldb.level=Warning
[Debug Informational Notice] tmm.ipother.log.level=Notice [Debug Informational
Notice Warning] log.dosprotect.level=Warning tmm. cec.log.level=Warning
dpi.log.level=Warning gpa.log.level=Warning lib.urlcat.log.level=Warning
protocol_inspection.log.level=Warning urlcat.log.level=Warning
tmm.gpa.cec.log. hsl_level=Warning ignore_level=Warning [Hardware-enabled
Software-only] tm.tcpudptxchecksum=Hardware-enabled [IBPB0-IBRS0 IBPB0-IBRS1
IBPB0-IBRS2 IBPB1-IBRS0 IBPB1-IBRS1 IBPB1-IBRS2 IBPB2-IBRS0]
kernel.ibpb_ibrs=IBPB0-IBRS0 [IP address] nethsm.thales.rfsip=:: [None Reboot
ResetI2C Restart] switchboard.link.recoveryaction=None [TCP UDP]
tmm.gpa.cec.log.hsl_proto=TCP [TCP-fingerprint User-Agent]
tmm.pem.dtos.sampled.os.from=User-Agent [accept discard reject]
packetfilter.defaultaction=accept [accept drop reject]
tm.fw.defaultaction=accept [active passive] switchboard.failsafe.mode=active
[adaptive latency ratio size softwareonly speed] compression.strategy=speed
[afc slc] pccd.form. global=afc iapp=afc rtdom=afc selfip=afc virtual=afc
[after_head at_the_end] avr.cspm.inject.location=at_the_end [alert crit debug
emerg err error info notice panic warn warning] log. big3d.level=notice
big3dshim.level=notice gtm.level=notice sdmd.level=info zrd.level=notice
zxfrd.level=notice [alert crit debug emerg err info none notice warning]
avr.trafficcapture.external.syslogseverity=info [alert critical debug emerg
error info none notice verbose warn] wocd.log.level=info [all auth none
vendor] tmm.diameter.application.enforce.capability.exchange.avps=all [all
down none] bigd.reportinitnodestate=all [all get none post]
antifraud.componentsvalidation.method=post [allow detect discard]
tm.icsaicmpreplay=allow [allow drop_connection drop_pkt reset]
tm.simultaneousopen=allow [allow_from deny none same_origin]
apm.xframeoptions=deny [always matching never]
ucs.asm.traffic_data.load=matching [always never when_awake]
scheduler.hsbpollmode.ltm=always [any unicast unicast-multicast]
tm.allowethernetsourcetype=unicast [assist dedicated full none]
pva.acceleration=full [auto manual] platform.fantray.speedcontrol=auto [auto
user] vlan.stpassignment=auto [autoselectbest large medium]
quickassist.compression.buffertype=medium [balanced optimized]
trunk.cluster.distribution=optimized [between within]
statemirror.clustermirroring=within [broadcast failover none]
config.auditing.forward.multiple=none [client reset server]
dnsexpress.rrtcpclose=server [color_level color_line no_color]
acceleration.log.color=no_color [complex simple] did.match_mode=complex
[config none strict syntax] rule.validation=strict [console devnull]
bigstart.childoutput=console [continue terminate]
tmm.pem.session.quota.gy.failurehandling=terminate [debug err error info trace
warn warning] log. asm.asmconfig.level=info asm.asmconfigevent.level=info
asm.asmconfigverbose.level=info asm.asmcrond.level=info asm.asmlogd.level=info
asm.bdagent.level=debug asm.clustering.level=info asm.dos.level=info
asm.other.level=debug [debug error fatal info trace warn]
capture.log_level=info log.nsyncd.level=info [debug info notice warning]
log.alertd.level=notice [debug_lite debug_normal debug_verbose
debug_verbose_remote error info warning] adm.logs.level=info [default
software-reverify] tm.tcpudpiprxchecksum=default [destmac srcdestip
srcdestmac] trunk.internal.distribution=srcdestip [disable enable first]
packetfilter.established=disable [disable enable forced_disable forced_enable]
provision.1nic=disable [disable enable monitor]
switchboard.l2.mitigation=monitor [disable enable pfc]
bcm56xxd.lossless.mode=disable [disabled dynamic firstMatch static]
tmm.pem.session.quota.provision=dynamic [disabled enabled]
configsync.hotfixversionmatch=disabled [drop reset]
adm.mitigation.accelerated.signatures.drop.mode=drop [erase passthrough
reject] tmm.http.cookie.decrypt.policy=erase [failover go-offline-downlinks
go-offline-downlinks-restart none reboot restart-all]
crypto.ha.action=go-offline-downlinks [fifo poll] bcm56xxd.l2xmsg.mode=fifo
[file telnet] vcmp.guest.console=telnet [go_offline go_offline_downlinks
no_action restart_all] asmconffailure.haaction. primary=restart_all
secondary=go_offline [go_offline no_action restart restart_all]
mysqldfailure.haaction. primary=restart_all secondary=go_offline [hardware
software] connection.syncookies.algorithm=hardware [high low medium]
avr.stats.aggregation=medium [inner outer] cmp.hash.tunnel=outer
qinq.cos=outer [ipport ipport_stateless port] udp.hash=port [ipt]
pccd.form.adminip=ipt [ipv4 ipv6] cmp.optimize.throughput=ipv4 [large medium]
qat.deflate.buffer_size=medium [local remote] adm.learning.mode=local [none
radius tacacs+] config.auditing.forward.type=none [none random tmid]
dnsexpress.rrsetrotate=random [port_list] dag.roundrobin.udp.portlist=0 [ratio
round_robin] gtm.dynamiclbsecondarymode=round_robin [show_abbrev show_name
show_none] acceleration.log.level=show_name [string max-len:32]
tmm.access.subsessionstateprefix=000fffff avr. cookieprefix=f5avr
cookiesuffix=<null> cspmcachecookiename=f5_cspm
riskengine.metaheadername=X-F5-AVR-HTID [string min-len:2 max-len:100] dosl7.
proactive_defense_cookie_name=TSPD_101 proactive_defense_prefix=TSPD [string
min-len:2 max-len:20] asm.cookie_prefix=TS [string min-len:2 max-len:40]
dosl7.proactive_defense_fictive_url=/TSPD/
"""

# Those that are not in a single configuration file.
UNSAVED = """
[-1 10 180 20 30 300 60] ui.system.preferences.screenrefreshinterval=-1 [Alert
Critical Debug Emergency Error Informational Notice Verbose Warning] log.
clusterd.level=Notice csyncd.level=Notice evrouted.level=Notice
guestagentd.level=Informational hostagentd.level=Informational
hwpd.level=Notice istatsd.level=Notice lind.level=Notice pccd.level=Notice
pfmand.level=Informational policy.level=Informational statusd.level=Notice
vcmpd.level=Informational vxland.level=Notice [Alert Critical Debug Emergency
Error Informational Notice Warning] log. autodosd.level=Error
dosl7.acy.level=Notice dosl7.all.level=Notice dosl7.bot.level=Notice
dosl7.challenge.level=Notice dosl7.conf.level=Notice
dosl7.datasync.level=Notice dosl7.main.level=Notice dosl7.misc.level=Notice
dosl7.mobile.level=Notice dosl7.tcl.level=Notice fw_fqdn.level=Notice
fw_nat.level=Notice mgmt_acld.level=Informational pkcs11d.level=Error
pktclass.level=Notice rewrite.level=Notice sflow.level=Notice
ssl.level=Warning tmm.level=Notice [Critical Debug Error Informational Notice
Warning] log. hclientd.level=Notice hornet.lib.level=Notice
hornet.nest.level=Notice hornet.nestflowmanager.level=Notice
hornet.nestupdater.level=Notice hornet.neuronupdater.level=Notice
hornet.server.level=Notice hornet.textclient.level=Notice net.level=Warning
[Critical Debug Error Notice Verbose Warning] log. bdosd.level=Error
flowspecd.level=Error [Debug Error Info] log. botd.level=Info iprep.level=Info
[Debug Error Informational Notice Trace Warning]
log.devmgmt.level=Informational [Debug Error Informational Notice Warning]
log. antifraud.level=Notice arp.level=Warning deflate.level=Error
gtp.level=Error http.level=Error map.level=Notice rules.level=Informational
tunnel.level=Notice [Debug Error Informational Warning] log.
dwbld.level=Informational sshplugin.level=Informational [Debug Error Notice]
log.httpsecurity.level=Notice [Debug Informational Notice]
log.layer4.level=Notice [Debug Informational Notice Warning]
log.ip.level=Warning [IP address] configsync.peeripaddr=::
hostname.ip.custom=:: statemirror. ipaddr=:: peeripaddr=::
statemirror.secondary. ipaddr=:: peeripaddr=:: [Integer] platform.
cpu.fanspeed.threshold=0 cpu.temperature.threshold=0 [active disabled legacy
restricted unavailable] wam.cache.disk.status=active [active forced_offline
offline standby] failover.state=offline [activedirectory apm-auth cert-ldap
ldap local radius tacacs] systemauth.source=local [advanced basic]
ui.system.preferences.advancedselection=basic [agree disagree]
failover.crcvalues=agree [alert crit debug emerg err error info notice panic
warn warning] log. mcpd.level=notice merged.level=warning statsd.level=warning
[alert crit debug emerg err info notice warning] log.keymgmtd.level=notice
[alert critical debug1 debug2 debug3 debug4 debug5 emerg error info notice
warning] dnscacheresolver.loglevel=notice [all disable enable verbose]
config.auditing=enable [all disable incoming outgoing]
gtm.verbosemcpmessages=disable tmm.verbosemcpmessages=disable [all_tables
public_tables] merged.merge=public_tables [arithmetic characters random]
dosl7.captcha_challenge_type=characters [base high none wide]
mcpd.initialload=wide [being-compiled being-deployed failed-compilation
failed-deployment pccd-failed pending-compilation pending-deployment
quiescent] pccd.status=quiescent [blue green orange red yellow]
ui.advisory.color=green [busy fail quiescent] hwpd.status=quiescent [change
growth limit none] platform.diskmonitor.monitor.shared_rrd.1.2=limit
platform.diskmonitor.monitor. _root_=limit appdata=limit config=limit
dev=limit dev_shm=limit run=limit shared=limit usr=limit var=limit
var_log=limit var_loipc=limit var_prompt=limit var_tmstat=limit vmdisk=limit
[clear none print] tmm.umem.trace_log=none [cps throughput]
d68.acceleration.strategy=throughput [critical debug error informational
notice warning] log.icr_eventd.level=notice [custom mgmt statemirror]
hostname.ip.mode=mgmt [debug debug_msg deep_debug error info none]
dynconfd.loglevel=error saspd.loglevel=error [debug none] bd.loglevel=none
tsconfd.loglevel=none [debug none trace] icontrol.loglevel=none [default
disabled enabled] vcmp.installer.use_vdisk_templates=default [device_list
em_custom_lists em_device_list em_device_monitor_list em_task_list guest_list
network_map performance statistics traffic virtual_servers welcome wide_ips]
ui.system.preferences.startscreen=welcome [dhcpv4 dhcpv6 disable enable]
dhclient.mgmt=enable [disable tmsh] users.remoteconsoleaccess=disable
[diskmgmt none reboot] provision.action=none [failover_abort_tm go_offline
go_offline_abort_tm reboot restart_all]
switchboard.failsafe.action=go_offline_abort_tm [failsafe-fault monitor-fault
none] failover.substate=none [fast_merge slow_merge] merged.method=fast_merge
[global unique vmw-compat] vlan.macassignment=unique [high normal]
arp.priority=normal ipv6.nbr.priority=normal [hrsleep poll rtc usleep]
tmplugin.scheduler=poll [http https] proxy.protocol=http [in-progress none
sync-failure sync-success] tmrouted.tmos.routing.status=none [internal
non-production none production] user.acceptedeula=none [ipport port]
tcp.hash=port [log panic silent] tmm.oops=log [management address]
cluster.mgmtipaddr=:: [maxcount timeout] persist.destaddrlimitmode=timeout
[need_peer ready waiting_for_ldns_sync] gtm.reqinitstate=ready [normalized
unformatted] ui.system.preferences.statisticsformat=normalized [one unset
zero] failover.hacable=unset [string max-len:1024]
bbr.filter=0,0,00000000,0,0,0 [string max-len:32] bbr.retrievelogs=0,0,0,0
"""

# Those that allow any text; antifraud.forensic.selfpostpage has a whole page.
SAVED_TEXTS = """
admdb.filter=^vs.* avr.general.string=<null> big3d.minimum.tls.version=TLSv1
dag.config=default did.local_storage_name=TSPD_74
failover.dbgfile=/var/log/sodlog log.mcpd.userregex=<null>
mysqlhad.dbgfile=/var/log/mysqlhad.log provision.managementeth=eth0
security.cloud_services.default_url=<null> statsd.process.list=all
systemauth.primaryadminuser=admin tcpdump.ifname=1.1
unix.config.ntp.replace.clusterhosts=<null>
vcmp.guest.tmstat.tables.allowed=default vcmpd.fake_qemu.args=<null>
webserver.prefix=http adm. cloud.host=none signatures.status=none antifraud.
alertserverpath=/rstats/ baitsignatures=<null> beforeloadfunction=<null>
cloudservice.forensicexepath=/forensics.exe cssalertimageid=<null>
customgarbagefunction=<null> domainavailabilityurls=<null>
encryptionfieldprefix=<null> externalsourcestargets=<null>
fieldtypestosend=<null> fielsnamesnottosend=<null> injecttags=body
snifferfunctions=<null> vbklipdetection.accountnumbers=<null>
antifraud.forensic. hookedprocesses=iexplore.exe selfpostpage=
antifraud.internalconfig. string1=<null> string2=<null> string3=<null>
antifraud.mobilesafe. alertserverpath=/rstats/ entangledgarbage=<null>
urlalert=/Alert urlalertandroid=/AndroidAlert urlalertios=/iOSAlert
urlconfigandroid=/AndroidConfig urlconfigios=/iOSConfig
urlkeyandroid=/AndroidKey urlkeyios=/iOSKey urlprefix=/MobileSafe apm.
paap.version=<null> xframeoptions.allowfrom=<null> asm. cs_qualified_urls=,
fictive_url=/TSbd/ mobile_ua=, bigd. dbgfile=/var/run/bigdlog.pipe
tclmonitorprefix=<null> botdefense.
centralized_device_id_cookie_value_prefix=dsc
cshui_cscloud_url=https://re.security.f5aas.com/re/ config.auditing.forward.
destination=:: sharedsecret=<null> dosl7. allowed_origins=,
asm_cs_excluded_headers=, asm_cs_excluded_urls=, cors_ajax_urls=,
cors_font_urls=, cs_excluded_headers=, cs_excluded_urls=, cs_qualified_urls=,
cscloud_url=https://re.security.f5aas.com/re/ p3p_header=CP="{}" params=none
parse_html_content_types=text/html
parse_html_excluded_accept_header_values=image,video,audio
parse_html_excluded_urls=,
parse_html_inject_tags=after,head,before,script,before,/head,before,body
prg_cookie_urls=, prg_iframe_urls=, proactive_defense_excluded_headers=,
license.antifraud. applicationencryption=<null>
automatictransactiondetection=<null> id=<null> malwaredetection=<null>
mobilesafe=<null> phishingdetection=<null> md.
geopath=/usr/share/GeoIP/F5GeoIP.dat monitoringthreadpriority=TS,0 nethsm.
safenet.hsmip=<null> thales.hsmip=:: ssl.certrequest. commonname=_undef_
countryname=US divisionname=_undef_ localityname=_undef_
organizationname=_undef_ stateorprovincename=_undef_ tmm.
gpa.cec.behavioral.nodes_to_ignore=NA gpa.cec.behavioral_protocols=35
gpa.ssl_training.log.publisher=<null>
pem.actions.redirect.parameter.name=cordef_data
pem.actions.steering.xhdr.name=X-CORDEF-DATA urlcat.cloud.cache.reset=<null>
tmm.gpa.cec.log. flow_filter=* hsl_pool=/Common/hsl upgradeselector.
package=upgrade-selector url=ftp://update.f5.com/ webserver.cert.
countryname=US localityname=Seattle organizationalunitname=_undef_
stateorprovincename=WA woc. remembered.data.encyption=false
remembered.lan.vlans=<null> remembered.wan.vlans=<null>
"""
UNSAVED_TEXTS = """
connection.globalflowpolicy=/Common/default-eviction-policy
dosl7.customheaders=<null> failover.somehascores=no hostname=bigip1
icontrol.groupid=DefaultGroup iprep.server=vector2.brightcloud.com
liveinstall.packageset=default persist.wellknownproxyclass=/Common/aol
security.configpassword=<null> users.defaultpartition=[All]
wam.cache.entities.dump.regex=. apm. client.version=<null>
epsec.version=<null> configsync. password=unused username=admin debug.
hwdropredirect.interface=<null> swdropredirect.interface=<null> dns.
domainname=<null> nameservers=0.0.0.0 proxy.__iter__=<null> license.
forcedisabled=<null> registrationkey=<null> log. bcm56xxd.debugmask=0
stpd.debugstr=. webapplications.trace.sessionid=<null> ntp. servers=<null>
timezone=America/Los_Angeles proxy. host=<null> password=<null>
username=<null> service. httpd.allow=:: snmp.allow=127.0.0.0/8 ssh.allow=ALL
tmui.system.setup.network.vlan. external=external ha=HA internal=internal
vendor. knowledgebase.a.href= knowledgebase.a= licservguiuri= licservhost=
licservprotocol= licservuri= supportemail= vendorcommonname= vendorfullname=
wwwurl= version. basebuild= build= built= changelist= date= edition= jobid=
product= sequence= version=
"""

# Texts with blanks, and long ones.
SAVED_LINES = {
    'big3d.ssl.cipherlist': (
        'AESGCM:AES:!ADH:!AECDH:!PSK:!aECDH:!DSS:!ECDSA:!AES128:-SHA1:AES'
        '256-SHA'
    ),
    'botdefense.cshui_checked_trusted_events': (
        'mousedown, mouseup, mousemove, keydown, keyup, touchstart, '
        'touchmove, touchend'
    ),
    'dns.configure': 'do not change',
    'dnssec.nsec3apextypesbitmap': 'ns soa rrsig nsec3param dnskey',
    'dnssec.nsec3underapextypesbitmap': 'txt rrsig',
    'dosl7.captcha_characters_pool': (
        'ABCDEFGHKLMNPRSTUVWYZabcdefghklmnprstuvwyz23456789'
    ),
    'dosl7.noscript_text': (
        'Please enable JavaScript to view the page content.<br/>Your '
        'support ID is: %DOSL7.noscript.support_id%.'
    ),
    'dosl7.parse_html_excluded_extentions': (
        'gif,png,bmp,jpg,ico,css,mp3,mp4,mpg,avi,wmv,mov,3gp,fla,swf,js'
    ),
    'webserver.cert.0.organizationname': 'My Company',
}
UNSAVED_LINES = {
    'keyboard.type': 'US - Standard 101 key',
    'ui.advisory.text': 'This is a system advisory message.',
}
