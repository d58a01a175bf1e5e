package couponapi_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/i18n"
)

func TestEveryCodeHasWords(t *testing.T) {
	all, err := i18n.Load()
	require.NoError(t, err)
	at := time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)
	p := couponapi.Params{Count: 3, PerMille: 925, Full: 12300, Reduce: 200, Price: 100, Short: 3800, Level: "铜牌会员", Name: "券", At: at}
	for lang, want := range map[string]map[string]string{
		"zh-CN": {
			couponapi.RuleMemberPrice: "铜牌会员价 ¥1.00", couponapi.RuleLadder: "满 3 件 9.25 折", couponapi.RuleFullReduction: "满 ¥123.00 减 ¥2.00",
			couponapi.RuleCoupon: "优惠券：券", couponapi.RulePoints: "使用 3 积分",
		},
		"en": {
			couponapi.RuleMemberPrice: "铜牌会员 price ¥1.00", couponapi.RuleLadder: "7.5% off from 3 pieces", couponapi.RuleFullReduction: "¥2.00 off from ¥123.00",
			couponapi.RuleCoupon: "Coupon: 券", couponapi.RulePoints: "3 points used",
		},
	} {
		words := all.Words(lang)
		for code, text := range want {
			require.Equal(t, text, couponapi.Rule{Code: code, Params: p}.Text(words))
		}
		for _, code := range []string{
			couponapi.ReasonUnknown, couponapi.ReasonLocked, couponapi.ReasonUsed, couponapi.ReasonExpired, couponapi.ReasonNotYet, couponapi.ReasonLevel,
			couponapi.ReasonGoods, couponapi.ReasonThreshold, couponapi.ReasonVoided,
		} {
			require.NotContains(t, couponapi.Rule{Code: code, Params: p}.Why(words), "reason_")
		}
		for _, code := range []string{couponapi.RuleLadder, couponapi.RuleFullReduction, couponapi.RuleCoupon} {
			require.NotContains(t, couponapi.Hint{Rule: couponapi.Rule{Code: code, Params: p}}.Text(words), "hint_")
		}
	}
	zh := all.Words("zh-CN")
	require.Equal(t, "2026-11-23 起可用", couponapi.Rule{Code: couponapi.ReasonNotYet, Params: p}.Why(zh), "the shop's day")
	require.Empty(t, couponapi.Rule{}.Why(zh))
}

func TestScopes(t *testing.T) {
	all, err := i18n.Load()
	require.NoError(t, err)
	zh, en := all.Words("zh-CN"), all.Words("en")
	require.Equal(t, "全场商品可用", couponapi.Scope{Kind: couponapi.ScopeAll}.Text(zh))
	require.Equal(t, "限手机、平板类商品", couponapi.Scope{Kind: couponapi.ScopeCategories, Names: []string{"手机", "平板"}}.Text(zh))
	require.Equal(t, "For a, b, c and 1 more", couponapi.Scope{Kind: couponapi.ScopeProducts, Names: []string{"a", "b", "c", "d"}}.Text(en))
	require.Equal(t, "限指定商品", couponapi.Scope{Kind: couponapi.ScopeProducts}.Text(zh))
}
