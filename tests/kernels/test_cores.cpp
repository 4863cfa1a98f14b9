// How many threads a machine's cores and a container's quota are worth.
#include "kernels/cpu/cores.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace hadal::cpu;

class CoresTest : public QObject {
    Q_OBJECT

  private slots:
    void asManyAsTheProcessMayUse() {
        QVERIFY(usable_cores() >= 1);
        QVERIFY(usable_cores() <= static_cast<int>(std::max(1u, std::thread::hardware_concurrency())));
    }

    void quotas_data() {
        QTest::addColumn<QStringList>("files"); // "NAME=CONTENT"
        QTest::addColumn<QByteArray>("membership");
        QTest::addColumn<double>("quota"); // 0: none
        const auto row = [](const char* name, const QStringList& files, const QByteArray& membership,
                            double quota) { QTest::newRow(name) << files << membership << quota; };
        row("no groups", {}, "", 0);
        row("v2, none", {"cpu.max=max 100000\n"}, "0::/\n", 0);
        row("v2, the root as a container sees it", {"cpu.max=200000 100000\n"}, "0::/\n", 2);
        row("v2, of its own group", {"a/b/cpu.max=150000 100000\n"}, "0::/a/b\n", 1.5);
        row("v2, of a group above", {"a/cpu.max=50000 100000\n", "a/b/cpu.max=max 100000\n"}, "0::/a/b\n",
            0.5);
        row("v2, the least counts", {"a/cpu.max=300000 100000\n", "a/b/cpu.max=400000 100000\n"}, "0::/a/b\n",
            3);
        row("v2, a path of the host", {"cpu.max=400000 100000\n"}, "0::/system.slice/docker-1.scope\n", 4);
        row("v1", {"cpu/g/cpu.cfs_quota_us=250000\n", "cpu/g/cpu.cfs_period_us=50000\n"},
            "3:memory:/x\n1:cpu:/g\n", 5);
        row("v1, with others",
            {"cpu,cpuacct/cpu.cfs_quota_us=100000\n", "cpu,cpuacct/cpu.cfs_period_us=100000\n"},
            "4:cpu,cpuacct:/g\n0::/\n", 1);
        row("v1, none", {"cpu/cpu.cfs_quota_us=-1\n", "cpu/cpu.cfs_period_us=100000\n"}, "1:cpu:/\n", 0);
        row("of other controllers", {"cpuset/cpu.cfs_quota_us=1\n", "cpuset/cpu.cfs_period_us=1\n"},
            "1:cpuset:/\n", 0);
        row("nonsense", {"cpu.max=many\n", "cpu/cpu.cfs_quota_us=\n"}, "cpu\n1:cpu:/\n0::/\n:::\n", 0);
        row("a period of nothing", {"cpu.max=100000 0\n"}, "0::/\n", 0);
    }
    void quotas() {
        QFETCH(QStringList, files);
        QFETCH(QByteArray, membership);
        QFETCH(double, quota);
        QTemporaryDir root;
        for (const QString& file : files) {
            const QString name = root.filePath(file.section('=', 0, 0));
            QVERIFY(QDir().mkpath(QFileInfo(name).path()));
            QFile out(name);
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(file.section('=', 1).toUtf8());
        }
        QCOMPARE(cpu_quota(root.path().toStdString(), membership.toStdString()).value_or(0), quota);
    }
};

QTEST_GUILESS_MAIN(CoresTest)
#include "test_cores.moc"
