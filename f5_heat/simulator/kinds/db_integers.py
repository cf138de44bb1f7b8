# SPDX-License-Identifier: Apache-2.0

"""Database variables that are whole numbers."""

# Of each the name, the default, and the limits if there are any: one of two
# limits is the upper, and the lower is 0. A word that ends with a dot is the
# beginning of the names after it.

SAVED = """
afm.shun.insert.count=0:1000 aom.logs.readinterval=1:1:1440
asm.connlimit=6000:4294967295 avr.general.int=0:999999999
clusterd.peermembertimeout=10:1:30 datastor.restrict.dev.size=0:2097152
diameter.message.maxlen=65536:20:1000000 dos.onehourminrate=100:2147483647
fad.badpktpassrate=1000:65535 iprep.intervalmin=5:1:525600
ipsec.maxroutedomain=512:1:1000 log.bcm56xxd.tbuf=50000:1000000
logrotate.logage=8:100 mcpd.vastatusinterval=3:1:60
platform.diskmonitor.interval=10:1:1440 saspd.gwmdowndelay=30:-1:86401
switchboard.failsafe.timeout=30:1:60 adm. block.enable=0:1 enable=0:1
health.sensitivity=50:30:10000 log.level=0:10 max.vs=20:2:10000
mitigation.attack.timeout=300:1:86400
mitigation.greylist.expire.time.jitter=40:100
mitigation.greylist.global.ratio=5:100
mitigation.max.score.drop.rate=70:10:100 mitigation.rate.period=1000:10:1000
mitigation.vs.global.ratio=95:100 signature.sampling=1:1
adm.mitigation.greylist.expire. factor=20:1:100 time=180:10:3600
timeout=20:1:3600 adm.record. cloud=0:1 stats=0:1 traffic=0:1 apm.
ad.kdclockout=0:10 ifmap.conncount=10:400 oauth.sqlcompressionlevel=1:1
apm.apd. connhwm=1536:10:2048 connlwm=1520:8:1980 bigd.
heartbeat.interval=0:3600 numprocs=0:99 overload.latency=98:10:100
smoothpinginterval=86400:3600:259200 bigd.adaptive.
default_noise_floor=100:10:1000 default_timespan=300:60:86400 cmp.
hash.p8.port.bitshift=0:2 hash.p8sp.ip.bitshift=0:18 configsync.
heartbeattimeout=3:60 timesyncthreshold=3:10 diameter.endpoint.
peertimeout=10000:50:60000 reconnecttime=30000:2000:180000
watchdogtimeout=30000:6000:180000 diameter.message.pending.
high=300000:2000:1000000 low=100000:1000:1000000 ecm.tm.
configport=4475:1:65535 ecmport=4473:1:65535 httpadapterport=4476:1:65535
tmport=4474:1:65535 failover. nettimeoutsec=3:1:120
offlinelinkdown.port=1030:1:9999 vlanfailsafe.startuptimer=90:30:32767
logcheck. alertthres=90:100 msgcnt=1000:5:2147483647 warnthres=80:100
mcpd.client.msgbytes.overflow. highmark=5000000:2000000:50001000
lowmark=4000000:2000000:50000000 timeout=4800:60:36000
mcpd.daemon.msgbytes.overflow. highmark=25000000:2000000:100001000
lowmark=20000000:1000000:100000000 timeout=1800:60:36000 mcpd.msgcnt.overflow.
highmark=1000000:100000:100001000 lowmark=900000:100000:100000000
timeout=1800:600:36000 platform.disklatency. loginterval=60:3600
readinterval=1:1:60 readsize=512:512:8192 vcmpreadinterval=60:1:60 provision.
extramb=0:8192 tomcat.extramb=0:1024 ramcache.
interstripecachememorypercent=25:100 maxmemorypercent=50:1:99
snmp.bigiptraps.suppress. count=3:1:2147483647 interval=60:2147483647 spdy.
serverhighwatermark=128:128 serverlowwatermark=0:128 statemirror.
peerlistenport=1028:1:9999 tcpmssadjust=0:512 statsd. cpu.interval=1:60
disk.interval=5:60 diskstats.log.interval=60:3600 host.interval=5:60
intelpcm.interval=0:60 process.cleanup.offset=10:1000
process.poll.interval=10:60 traffic.interval=1:60 virtual.server.interval=5:60
tm. lhpnomemberaction=0:2 maxipfragpkts=4096:-1:2147483647
tcpanalytics.min_geoip_cf=0:100 tmm. fips140.posttries=2:1:5
policy.tracelevel=0:2
"""

# Those that are not in a single configuration file.
UNSAVED = """
bbr.queuelength=4096:512:65536 configsync.localconfigtime=0:2147483647
deduplication.dictionary.size=32:16:16384 dos.onehourinitrate=0:2147483647
ipsec.maxtrafficselectors=30:1:30 ipv6.nbr.vlanpriority=-1:-1:7
license.maxcores=0:1000 ltm.configtime=0:2147483647 named.worker.threads=1:64
proxy.port=8080:1:65535 tmplugin.splitplanes.nice=0:-20:19
ucs.loadtime=0:2147483647 ui.system.preferences.recordsperscreen=10:1:1000
users.defaultrole=900:1000 vpn.packetdropperiod=5:100 arp.
gratuitousburst=1:2147483647 gratuitousrate=0:2147483647 vlanpriority=-1:-1:7
cluster. blade.green.count=0:8 primary.slot=0:8 datastor. cache.size=0:60000
store.size=0:2097152 ecm.tm. compression=0:1 customcert=0:1 ssl=0:1 failover.
activetime=0:2147483647 bigipunitmask=0:3 standbytime=0:2147483647
unitid=1:1:2 gtm. configtime=0:2147483647 peerinfolocalid=-1:-1:2147483647
iprep. port=443:1:65535 sockettimeout=15:1:65535 log.
alertapmaccessthreshold=75:100 alertapmconnectivitythreshold=75:100
alertapmurlflimitedthreshold=75:100 alertapmurlfthreshold=75:100
alertbwthreshold=75:100 merged. correlateprocess.importance=999:999
istats.merge.interval=10:-1:1000 merge.interval=1:-1:1000 nice.level=5:19
password. dcredit=0:127 lcredit=0:127 maxdays=99999:1:99999
maxloginfailures=0:65535 mindays=0:255 minlen=6:6:255 ocredit=0:127
remember=0:127 ucredit=0:127 unlock_time=0:999999 warndays=7:1:255 platform.
chassis.slot=0:8 diskmonitor.freelast.shared_rrd.1.2=0
diskmonitor.growthalert.shared_rrd.1.2=5:100
diskmonitor.limitalert.shared_rrd.1.2=20:100
diskmonitor.limitwarn.shared_rrd.1.2=30:100 diskmonitor.time.shared_rrd.1.2=0
diskmonitor.time=0:4294967295 platform.diskmonitor.freelast. _root_=0
appdata=0 config=0 dev=0 dev_shm=0 run=0 shared=0 usr=0 var=0 var_log=0
var_loipc=0 var_prompt=0 var_tmstat=0 vmdisk=0
platform.diskmonitor.growthalert. _root_=5:100 appdata=5:100 config=5:100
dev=5:100 dev_shm=5:100 run=5:100 shared=5:100 usr=5:100 var=3:100
var_log=5:100 var_loipc=5:100 var_prompt=5:100 var_tmstat=5:100 vmdisk=5:100
platform.diskmonitor.limitalert. _root_=3:100 appdata=20:100 config=20:100
dev=20:100 dev_shm=20:100 run=20:100 shared=20:100 usr=20:100 var=20:100
var_log=10:100 var_loipc=20:100 var_prompt=20:100 var_tmstat=20:100
vmdisk=25:100 platform.diskmonitor.limitwarn. _root_=5:100 appdata=30:100
config=30:100 dev=30:100 dev_shm=30:100 run=30:100 shared=30:100 usr=30:100
var=40:100 var_log=20:100 var_loipc=30:100 var_prompt=30:100 var_tmstat=30:100
vmdisk=40:100 platform.diskmonitor.time. _root_=0 appdata=0 config=0 dev=0
dev_shm=0 run=0 shared=0 usr=0 var=0 var_log=0 var_loipc=0 var_prompt=0
var_tmstat=0 vmdisk=0 provision. memory.afm.host=0:1000000
memory.am.host=0:1000000 memory.apm.host=0:1000000 memory.asm.host=0:1000000
memory.avr.host=0:1000000 memory.dos.host=0:1000000 memory.em.host=0:1000000
memory.fps.host=0:1000000 memory.gtm.host=0:1000000 memory.ilx.host=0:1000000
memory.lc.host=0:1000000 memory.ltm.host=0:1000000 memory.pem.host=0:1000000
memory.sslo.host=0:1000000 memory.swg.host=0:1000000 memory.tam.host=0:1000000
memory.tmos.host=0:1000000 memory.urldb.host=0:1000000
memory.vcmp.host=0:1000000 tmmcount=0:1024 tmmcountactual=0:1024
wocplugincount=1:8 provision.cpu. afm=0:100 am=0:100 apm=0:100 asm=0:100
avr=0:100 dos=0:100 em=0:100 fps=0:100 gtm=0:100 host=0:100 ilx=0:100 lc=0:100
ltm=0:100 pem=0:100 sslo=0:100 swg=0:100 tam=0:100 tmos=10:100 urldb=0:100
vcmp=0:100 provision.disk. afm=0:2000000 am=0:2000000 apm=0:2000000
asm=0:2000000 avr=0:2000000 dos=0:2000000 em=0:2000000 fps=0:2000000
gtm=0:2000000 host=0:2000000 ilx=0:2000000 lc=0:2000000 ltm=0:2000000
pem=0:2000000 sslo=0:2000000 swg=0:2000000 tam=0:2000000 tmos=0:2000000
urldb=0:2000000 vcmp=0:2000000 provision.memory. afm=0:1000000 am=0:1000000
apm=0:1000000 asm=0:1000000 avr=0:1000000 dos=0:1000000 em=0:1000000
fps=0:1000000 gtm=0:1000000 host=0:1000000 ilx=0:1000000 lc=0:1000000
ltm=0:1000000 pem=0:1000000 sslo=0:1000000 swg=0:1000000 tam=0:1000000
tmos=0:1000000 ui=0:1000000 urldb=0:1000000 vcmp=0:1000000 provisioned.
memory.afm.host=0:1000000 memory.am.host=0:1000000 memory.apm.host=0:1000000
memory.asm.host=0:1000000 memory.avr.host=0:1000000 memory.dos.host=0:1000000
memory.em.host=0:1000000 memory.fps.host=0:1000000 memory.gtm.host=0:1000000
memory.ilx.host=0:1000000 memory.lc.host=0:1000000 memory.ltm.host=0:1000000
memory.pem.host=0:1000000 memory.sslo.host=0:1000000 memory.swg.host=0:1000000
memory.tam.host=0:1000000 memory.tmos.host=0:1000000
memory.urldb.host=0:1000000 memory.vcmp.host=0:1000000 provisioned.cpu.
afm=0:100 am=0:100 apm=0:100 asm=0:100 avr=0:100 dos=0:100 em=0:100 fps=0:100
gtm=0:100 host=0:100 ilx=0:100 lc=0:100 ltm=0:100 pem=0:100 sslo=0:100
swg=0:100 tam=0:100 tmos=10:100 urldb=0:100 vcmp=0:100 provisioned.disk.
afm=0:2000000 am=0:2000000 apm=0:2000000 asm=0:2000000 avr=0:2000000
dos=0:2000000 em=0:2000000 fps=0:2000000 gtm=0:2000000 host=0:2000000
ilx=0:2000000 lc=0:2000000 ltm=0:2000000 pem=0:2000000 sslo=0:2000000
swg=0:2000000 tam=0:2000000 tmos=0:2000000 urldb=0:2000000 vcmp=0:2000000
provisioned.memory. afm=0:1000000 am=0:1000000 apm=0:1000000 asm=0:1000000
avr=0:1000000 dos=0:1000000 em=0:1000000 fps=0:1000000 gtm=0:1000000
host=0:1000000 ilx=0:1000000 lc=0:1000000 ltm=0:1000000 pem=0:1000000
sslo=0:1000000 swg=0:1000000 tam=0:1000000 tmos=0:1000000 ui=0:1000000
urldb=0:1000000 vcmp=0:1000000 scheduler. hsbasleeprxlimit.ltm=256:1024
hsbawakerxlimit.ltm=256:1024 hsblowlatencyborder.ltm=20:100
hsbtimeout.ltm=250:1000 idleenforcercue.ltm=-1:-1:100
idleenforcerhaltus.ltm=-1:-1:1000000
idleenforcerv1pluginminactive.ltm=1:1:1000
idleenforcerv1pluginmininactive.ltm=5:1:1000
idleenforceryieldus.ltm=-1:-1:1000000 maxsleepduration.ltm=-1:-1:10000000
minsleepduration.ltm=-1:-1:10000000 resetstatsfrequency.ltm=-1:-1:86400
rtcfrequency.ltm=-1:-1:8192 trust. adddevicemaxpolltimeout=300:5:2147483647
icontrolport=443:1:65535 suspendtime=3:1:60 wam.
cache.entities.dump.rate=1000:1:100000 cache.smallobject.threshold=-1:-1:16384
maxdomainlistsize=30:65535 wam.cache.requestqueue. maxqueuelen=0:65535
maxwait=180000:300000
"""
