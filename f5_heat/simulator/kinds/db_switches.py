# SPDX-License-Identifier: Apache-2.0

"""Database variables of two words."""

# Names by both words, the default, and whether they are in a single
# configuration file. A word that ends with a dot begins the names after it.
SWITCHES = {
    ('disable enable', 'disable', 'false'): """
asm.fastl4_allow bcm56xxd.hybridfwdmode boot.netreboot configsync.copyonswitch
ddm.bcm56xxd.enable did.test_fp_requests icsa.forceadminpacketlogging
led.locator liveinstall.checksig mode.maint snat.anyipprotocol tmm.umem.trace
wam.use.also.if.none.match dosl7. cs_encrypt fastl4_allow test failover.
activemode forceactive forceoffline forcestandby network selinuxallowscripts
gtm. debugprobelogging onetimeautoconfig ipsec. icsaforceipfrag
icsalogrejectedesp ivchaining log. ipfix.display_info lsn.session.destination
mcpd.timing neurond.debug. driver force_nsp_rsp i2c ilk lookup lookup_force
mcp mpde no_keepalive no_nsp_keepalive rule_add rule_del rule_move rule_sort
sanity sanity_light softpva. ipv4 ipv6 tamd.crldp. nosignature nullcrl tm.
acceptipoptions acceptipsourceroute allowipsourceroute tcp.enforcepathmtu
tcp.oc.proxymss tcpmptcpdebugenabled tcpmptcpdiagenabled tcpmptcpselectivertx
tcpsendrandomtimestamp tcpwoodsidefasterrecovery tm.tcpprogressive.
autobuffertuning burstcontrol ui.logaccess. accelerationpolicyeditor
applicationeditor applicationsecurityadmin applicationsecurityeditor
certificatemanager firewallmanager fraudprotectionmanager guest irulemanager
manager operator usermanager
""",
    ('disable enable', 'disable', 'true'): """
admdb.debug.traffic.sample ah.lookupip alertd.nokia.alarm bigstart.logging
capture.send compression.adaptive.allownullcompression
configsync.allowmanagement connection.dsrsynfloodprotect
debug.afm.shun.persistence diameter.allowemptyorigin did.always_refresh
gre.lookupip ipproto.lookupip isession.control.ipsec kernel.iommu packetfilter
pfmand.healthstatus provision.sadc riskengine.status
security.cloud_services.allow snat.hosttraffic
ssl.renegotiatewithinitialclienthello tmrouted.tmos.routing
vcmp.guest.console.logging vcmpd.fake_qemu vpn.logstats antifraud.
autotransactions.parameternameintegrity forensic.showgui injectplainjson
injectsecurechannelcontext loadjavascriptasync antifraud.internalconfig. flag1
flag2 flag3 antifraud.riskengine. reportlogins reportrequests arp.
proxyarpusesselfmac proxygratuitousreplies avr. addrandomdelaybeforesnapshot
collectonlyhostnamefromuri dosl7.parse_path_info includeserverinuri
monpdloaderindicator purple.limit_entities_per_vip bcm56xxd.
hgvlan_check_disable vwire.4kvlans bigd. adaptive.tmstat debug ipv4externaddr
lognodestatuschange mgmtroutecheck tmm bigd.debug. timing timingstats
botdefense. cshui_cscloud_enabled support_http2_proxy bwc. iflow.fairness
trace capture.premonitor. asm_brute_force_attack asm_web_scraping_attack
dosl7_attack capture.trigger. asm_brute_force_attack asm_web_scraping_attack
dosl7_attack config. allow.rfc3927 auditing.truncate datasync.
core_dump_on_sigabrt gzip_fpm inline_scripts offline_until_devices_ack
update_file_report datasync.ignore_installed_updates. clntcap fps_engine
fps_signatures dns. cache dns64statsincludecache dosl7. assume_https
captcha_case_sensitivity cscloud_enabled geolocation_drop_private_ips
report_acy_perf sign_embeded_script use_secure_cookies dosl7d.
force_core_on_sigabrt grafana_report publish_custom_message tcpdump_rstcause
failover. debug debugsteadystate manfailback mirrorl4pkts secure
vlanfailsafe.standbynoaction gtm. loadlinkcost querylogging wideiptoporandom
icontrol. dtdparsing forcesessions webrootenforcement ipsec. aesgmacinterop
lookupip proxymode removeredundantsa iptunnel. macaddr_per_tunnel
v6rd.antispoofing log. clusterd.stdout csyncd.stdout evrouted.stdout
lind.stdout lsn.session.end pfmand.stdout sdmd.stdout vcmpd.stdout
log.antifraud. datasync request response sessiondb log.lsn. comma inbound nsh.
demodebug ingresscheck packetfilter. defaultlog sendicmperrors persist.
destaddrcarpipport srcaddrcarpipport pva. fix.lowlatency fwdaccel statemirror.
secure verify switchboard. buffer.ingress.pgdynamic wred tm.
allowmulticastl2destinationtraffic blackholeunreachable dsrlocalencap
expirenatondelete fastl4_ignore_sctp_zero_checksum fastl4_mirroring_taciturn
fw.defaultrule.log fw.globaldefaultrule.log fw.stageddefaultrule.log
fw.stagedglobaldefaultrule.log icsastricttcpforwarding monitorencap
pathmtudontfragoverride strongipid sweeper.flow.del.dist tcpallowinsecurerst
tm.rstcause. log pkt tmm. gpa.datagroup http.passthru.invalid_content_length
lb.wlcoffset lognonsessionpackets pem.irule.action.error.abort
pem.rancon.towerid.enabled pem.session.dropped.flow.count returnmemory
switchboard.rxbusy urldb.no.ip validate verbose verbosecmp wlite.pinning
tmm.access. auta logouturlrefererheadercheck policytrace tmm.ssl. alwaysstaple
certlifespaninhours closerevoked loggingcreatedcerts servercert_softval
""",
    ('disable enable', 'enable', 'false'): """
afm.portmisuse alertd.lcdwarn avr.requestcache boot.quiet dns.queuing
dosl7.cs_encode geolocation.preload gtm.coredump iprep.autoupdate lcd.showmenu
mcpd.validation.fqdn mgmt.autolasthop service.ssh snmp.daemon
statemirror.state trunk.internal.ffp users.strictpasswords watchdog.state
connection. autolasthop vlankeyed failover. packetcheck packetchecklog
usetty01 ipsec. if.checkpolicy lookupspi passesp liveinstall. longmode
moveconfig movelicense saveconfig savelicense tm. allowigmprouteralert
pathmtudiscovery tcp.enforce.tcp tcpinitwinafterxon tcpmemorypressure
tcpmptcpenabled tcpmptcptokensync tcpsendsynackmssalways tcpslowstartafteridle
tcptimestampmirror tmm.sctp. program_forwarding_flows redirect_packets
""",
    ('disable enable', 'enable', 'true'): """
antserver.reply.cache.enable arp.addreciprocal avr.gui.widgets.sync
bcm56xxd.hgmaclearning bigd.reusesocket debug.afm.shun.notify_peers
dns.udptruncate dos.behavioral.analysis fw_nat.source.translation.proxy_arp
isession.ctrl.apm kernel.pti liveupdate.autodownload pccd.overlap.check
provision.1nicautoconfig ramcache.gzipconsolidate rateshaper.cmpdivide
route.metrics.mtu security.cabundledownload service.cloudinit
statemirror.mirrorsessions ucs.asm.traffic_data.save antifraud.
closefakeconnection srcintegrity.lowseverityalerts apm. ldap.autoescape
rotatesessionid avr.purple.collectors. dns http_main
ssl_orchestrator_reporting tcp_reporting bwc. dist dynamic.proxybuffering
policy static.proxybuffering tc capture. delete_after_send ssl_modify_ciphers
tcpdump compression. allowproviderselectiondeferral reselect.provider crypto.
ha hwacceleration datasync. del_old_update_files extract_update_files
generated_data_sync gzip save_config_after_change update_clntcap_from_factory
update_engine_from_factory update_file_gen_profile
update_signatures_from_factory use_mcp_for_update_files did.
anchors_must_match_query use_browser_local_storage dosl7. cs_validate_ip
efoxy_cookie efoxy_local_storage efoxy_websql efoxy_window_name idle_fast_path
proactive_defense_simple_redirect proactive_defense_simple_redirect_on_grace
proactive_defense_validate_ip dosl7d. grafana_report_top_only shun_list
static_uri_protection failover. printpeerstate rebootviasod iptunnel.
configsync csumoffload transparent.flow.allocate log. access.tmm.async
lsn.session.start log.access. db syslog nsh. enable vxlangpe.innermac.replace
packetfilter. allow.arp allow.important.icmp platform. chassis.lcd
diskmonitor.state powersupplymonitor snmp. bigiptraps v1.enabled v2.enabled
ssl. fallback_scsv outerrecordtls1_0 switchboard. bcm5692_a1_fe_ipg_fix
failsafe tm. clonel2higigcontrol dupsynenforce enforcepathmtu
fastl4_ack_mirror fastl4_rst_on_icmp tcplargereceivecompact
tcplargereceiveoffload tcpsegmentationoffload tm.sweeper.flow. acl ipint tmm.
classallocatemetadata coredump gradualfileloadadjust hsb.txpause
http.rfc_cookies http.tcl.validation mpifailsafe pem.actions.steering.response
pem.session.delete.if.max.ipaddr.per.class.exceeded
pem.session.multiple.ip.stats.enabled pem.session.provisioning.continuous
pem.session.quota.reject.ignore ssl.cn.shunt vlantxfilter wlite vlangroup.
flow.allocate forwarding.override
""",
    ('false true', 'false', 'false'): """
afm.activerules.disablesearchforall appiq.config.innetwork bigd.hostlookup
cluster.primary clustered.environment configsync.peertimeoutofsync
fad.ignoreresult httpsecurity.uselastxff ipsec.disablepfs mode.master
mysqlhad.debug pva.offload.uniflow security.configexport snmp.snmpdca.log
systemauth.fallback.remotetolocal tmm.http.uselastxff trust.configupdatedone
ucs.resettrust vcmp.scheduler.hrtimer ve.scheduler.splitplanes avr.
collapseasmhttpstat ecmenabled bigpipe. displayhostnames hostnamelookup
failover. isredundant linksup httpagents. realserver.log wmi.log license.
ignorecrc operational mcpd. baseconfigloaded mvenabled provision. initialized
noautoreboot pending scheduler. busypoll enableschedpause.ltm usertc.ltm tm.
continuematching macmasqaddr_per_vlan ui. advisory.enabled is24hour
statistics.modulestatistics.dnsdelivery.persistencerecords
statistics.modulestatistics.dnsgslb.persistencerecords
statistics.modulestatistics.localtraffic.persistencerecords
system.preferences.displayhostnameswhenpossible
users.redirectsuperuserstoauthsummary wom.quickstart vcmp.mgmt.
allow_tagged_traffic allow_vlan_1_tagged_traffic
""",
    ('false true', 'false', 'true'): """
asm.brute_force_bypass_non_qualified_url autoscale.samezoneonly
bigd.simulatepings botdefense.disable_cache_upon_injection
ccdb.allow.edge.jpegxr failover.vlanfailsafe.resettimeronanyframe
ipv6.strictcompliance isession.controlconnection.lock
l4bdos.netflow.disable.selective.bins logpublisher.logstash_rfc5424_fix
restjavad.useextramb scrubber.counthwdrop ssl.tls12.ios5 ui.advancedsearch
vcmp.guest.deprecate_legacy_vlans ve.ndal.pkt_trace antifraud. quirkssupport
rsadecryption.synchronous uselastxff avr. send.configuration.to.offbox
update.vip.app.table dnsexpress. dbwritensd dumpastext includeds
minimalresponse persisthugepages xfrjitter dos. debug.noneuron.wl dropv4mapped
forceswdos mgmt_acld. disable_ifmap ucase_dom use_debug_timeouts pccd.
alwaysfromscratch rule.debug security. commoncriteria fips140.compliance
sshplugin. allow_return_auth_success_for_auth_none_request
enable_3des_and_blowfish_ciphers systemauth. disablebash
disablelocaladminlockout disablemanualunlock disablerootlogin nolocalonly
systemauth.disableduserhardening. lock shell tm.
fw.log.action.acceptdecisiveasaccept fw.log.syslogrfc5424.customfields
tcpforwardchecksumadjust tmm. ce.statsuppressed cec.classifier.abr.enable
cec.classifier.ixe.enable cec.classifier.ssl_training.enable
cec.classifier.ssl_training.log.stats gpa.cec.behavioral.ignore_low_ports
gpa.cec.fast_rtmp_e.enabled gpa.urlcat.cloud.only gpa.urlcat.customdb.only
gpa.urlcat.no.cloud http2.sendrstwhy pem.cppe.timeintervalreportonzerovolume
pem.diameter.application.silentdelete.prov.error.sessions
pem.session.actions.apply.onlylowprecedence pem.session.gx.reporting.immediate
pem.session.ppe.recreate.afterpeerfailure sessiondb.table_cmd_timeout_override
urlcat.no_db_limit urldb. masterdb.index.building rtsudb.index.building
""",
    ('false true', 'true', 'false'): """
afm.inlineruleeditor avr.trafficcapture.internal.enabled
bigpipe.displayservicenames clustermbr.offlineondisable
httpsecurity.avrstatenabled provision.enforce pvasyncookies.enabled
scheduler.dynamicsleepduration.ltm setup.run tmm.ffwd.enable ucs.platformcheck
vcmp.scheduler.allow_splitplanes license. allowea servicecheckdateok merged.
correlateprocess.enable snapshots scheduler.splitplanes. asmopt ltm tm.
portfind.threshold.warning rejectunmatched tmui.
system.setup.network.configsync.choice system.setup.network.failover.choice
system.setup.network.failover.method.choice tmui.system.setup.network.
canconfigureexternal canconfigureha canconfigureinternal canconfiguretrust
vcmp.mgmt. allow_host_guest_communication enable_hnet guest_source_ip_checks
guest_source_mac_checks
""",
    ('false true', 'true', 'true'): """
apm.apd.conncrtl asm.strip_asm_cookies asmconffailure.enabled
avr.upgrade.enabled bigd.resettransparent clusterd.communicateovertmmbp
dag.enabledagv2 dnsexpress.rrperzonestats dnssec.signaturecachensec3
httpagents.stripipv6mappedipv4 ipv6.enabled isession.dedup.wirecheck
lacpd.refport.stick log.sweeper.activation.enabled logpublisher.atomic
mcpd.restrictsecondary mysqldfailure.enabled pccd.perpolicycompilation
platform.disklatency.enabled wom.discovered.autosave zxfrd.dependency.named
antifraud. securemsgenforceip strippathparameters
antifraud.disableserversidessl. alert cloudservice rules dos. allvlans
auto.threshold.learnalways dns.respfrag.allow globalsflimits ipv6.swexthdr
spvabl.checkdynamicwl pva. reoffload.exponential validatetcpseqinicmp tmm.
cec.classifier.asme.enable cec.classifier.bittorrent.enable
cec.classifier.dfa.enable cec.classifier.dns.enable cec.classifier.ftp.enable
cec.classifier.http.enable cec.classifier.http2.enable
cec.classifier.openvpn.enable cec.classifier.quic.enable
cec.classifier.rtmp.enable cec.classifier.rtsp.enable
cec.classifier.sip.enable cec.classifier.skype.enable
cec.classifier.ssl.enable cec.classifier.stun.enable gpa.cec.enable
gpa.cec.flow_bundling.enable gpa.cec.flow_bundling.l4.behavioral.enable
gpa.classification.enable gpa.ixe.enable http.oc.droponerror
pem.diameter.application.ignoreunsupportedmandatoryavps
pem.diameter.application.trigger.delete.onpeer.failure
pem.session.endpointimmediatedelete
pem.session.gx.reporting.disable.afterthreshold
pem.session.policy.installunknown pem.srdb.enable
pem.static.subscriber.ppe.lookup.enabled sessiondb.match_ha_unit
ssl.extmsenabled tmm.gpa. behavioranalysis optimization transactional urlcat
""",
}
