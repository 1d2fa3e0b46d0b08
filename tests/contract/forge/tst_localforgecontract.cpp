// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/forge/forgecontract.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"
#include "tests/unit/forge/localforgerig.h"

using namespace slipway;

class TstLocalForgeContract final : public test::ForgeContract {
    Q_OBJECT

private:
    class Harness final : public test::ForgeHarness {
    public:
        forge::Forge &forge() override { return m_rig.forge(); }
        QString owner() const override { return QStringLiteral("local"); }
        QString pushUrl(const QString &repo) const override { return m_rig.repositoryPath(repo); }

    private:
        test::LocalForgeRig m_rig;
    };

protected:
    std::unique_ptr<test::ForgeHarness> make() override { return std::make_unique<Harness>(); }
};

SLIPWAY_TEST(TstLocalForgeContract)
#include "tst_localforgecontract.moc"
