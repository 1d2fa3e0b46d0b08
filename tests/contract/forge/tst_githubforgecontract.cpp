// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/forge/forgecontract.h"
#include "tests/contract/forge/githubforgerig.h"
#include "tests/support/testmain.h"

using namespace slipway;

/// The same promises over the stand-in for GitHub, with real git over HTTP.
class TstGitHubForgeContract final : public test::ForgeContract {
    Q_OBJECT

private:
    class Harness final : public test::ForgeHarness {
    public:
        forge::Forge &forge() override { return m_rig.forge(); }
        QString owner() const override { return QStringLiteral("octo"); }
        QString pushUrl(const QString &repo) const override { return m_rig.github().personUrl(repo); }

    private:
        test::GitHubForgeRig m_rig;
    };

protected:
    std::unique_ptr<test::ForgeHarness> make() override { return std::make_unique<Harness>(); }
};

SLIPWAY_TEST(TstGitHubForgeContract)
#include "tst_githubforgecontract.moc"
