// Rows of the host's memory on the device, through a ring of pinned buffers that several threads fill.
#include "kernels/cuda/backend/device_memory.h"
#include "kernels/cuda/backend/staging.h"
#include "kernels/cuda/backend/stream.h"
#include "tests/kernels/cuda/platform.h"

using namespace hadal;
using namespace hadal::test;

class TestCudaBackendStaging : public QObject {
    Q_OBJECT

  private slots:
    void packsRows_data() {
        QTest::addColumn<int>("threads");
        QTest::addRow("by itself") << 1;
        QTest::addRow("with others") << 3;
    }
    void packsRows() {
        QFETCH(int, threads);
        constexpr std::size_t kRowBytes = 1000, kRows = 1500, kStride = 1300;
        constexpr std::size_t kSlot = 600 << 10; ///< some pieces, that end within rows; the ring goes round
        std::mt19937 random(7);
        std::vector<std::byte> from(kRows * kStride);
        for (std::byte& value : from)
            value = static_cast<std::byte>(random());
        std::vector<std::byte> expected;
        for (std::size_t row = 0; row < kRows; ++row)
            expected.insert(expected.end(), from.begin() + static_cast<std::ptrdiff_t>(row * kStride),
                            from.begin() + static_cast<std::ptrdiff_t>(row * kStride + kRowBytes));
        for_each_platform([&](const QString& label) {
            QVERIFY(cudaSetDevice(0) == cudaSuccess);
            cuda::DeviceMemory memory(0, 0);
            const cuda::Stream stream;
            cuda::Waiting waiting(0, std::chrono::minutes(5));
            cuda::Staging staging(stream, waiting, kSlot, threads);
            const auto first = memory.take(expected.size(), "rows");
            const auto second = memory.take(expected.size(), "the same rows");
            for (const auto& to : {first, second})
                staging.upload(to.get(), {from.data(), kRowBytes, kRows, kStride});
            for (const auto& to : {first, second}) {
                std::vector<std::byte> found(expected.size());
                staging.download(found.data(), to.get(), found.size());
                QVERIFY2(found == expected, qPrintable(label));
            }
        });
    }
};

QTEST_GUILESS_MAIN(TestCudaBackendStaging)
#include "test_cuda_backend_staging.moc"
