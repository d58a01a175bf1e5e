package pages

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/web"
)

// TestDifferencesAreRead: what the log keeps as it was sent is told in words, down to the value that is different.
func TestDifferencesAreRead(t *testing.T) {
	catalogue, err := web.Catalogue()
	require.NoError(t, err)
	words, roles := catalogue.Words("en"), map[string]string{"2": "Keeper", "5": "Support"}
	for name, c := range map[string]struct {
		area, action, object string
		before, after        string
		want                 []string
	}{
		"roles have names":              {"admin", "staff.changed", "lin", `{"roleIds":[2,9],"version":1}`, `{"roleIds":[2,5],"version":2}`, []string{"Roles − 9 + Support"}},
		"what is arranged anew":         {"product", "category.arranged", "1", `{"names":["a","b"]}`, `{"names":["b","a"]}`, []string{"Order a, b → b, a"}},
		"permissions in words":          {"admin", "role.changed", "2", `{"permissions":[]}`, `{"permissions":["audit.read"]}`, []string{"Permissions " + words.T("admin.permission.audit.read")}},
		"a price for many":              {"coupon", "ladder.changed", "7", `{"count":2,"perMille":900}`, `{"count":2,"perMille":955}`, []string{"Percent of the price 90% → 95.5%"}},
		"amounts in yuan":               {"order", "order.repriced", "1", `{"payAmount":123456789}`, `{"payAmount":39900,"reason":"r"}`, []string{"New price ¥1,234,567.89 → ¥399.00", "Reason r"}},
		"settings with their unit":      {"admin", "setting.changed", "order.unpaid", `{"value":null}`, `{"value":30}`, []string{"Value the default → 30 minutes"}},
		"a setting goes back":           {"admin", "setting.changed", "order.receive", `{"value":1}`, `{"value":null}`, []string{"Value 1 day → the default"}},
		"moments of the shop":           {"coupon", "coupon.changed", "1", `{"claimUntil":"2026-10-01T00:00:00Z"}`, `{"claimUntil":"2026-10-31T16:00:00Z"}`, []string{"Claimed until 2026-10-01 08:00:00 → 2026-11-01 00:00:00"}},
		"objects by their names":        {"coupon", "rules.replaced", "spu 1", `{"bounds":{"points":5,"growth":0}}`, `{"bounds":{"points":7,"growth":0}}`, []string{"Points a piece · Points 5 → 7"}},
		"lists of objects by place":     {"coupon", "rules.replaced", "spu 1", `{"skus":[]}`, `{"skus":[{"price":100}]}`, []string{words.T("admin.field.skus") + " · 1 · Price ¥1.00"}},
		"nothing is nothing":            {"product", "brand.added", "1", "", `{"name":"a","story":"","values":[],"hidden":false}`, []string{"Hidden no", "Name a"}},
		"long lists are counted":        {"coupon", "coupon.granted", "1", "", `{"given":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22]}`, []string{words.T("admin.field.given") + " 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 … +2"}},
		"what is no object":             {"admin", "x", "1", `"a"`, `"b"`, []string{" a → b"}},
		"what has become something new": {"admin", "x", "1", `{"note":"a"}`, `{"note":{"reason":"b"}}`, []string{`Note a → {"reason":"b"}`}},
	} {
		t.Run(name, func(t *testing.T) {
			e := adminapi.AuditEntry{Area: c.area, Action: c.action, Object: c.object, Before: json.RawMessage(c.before), After: json.RawMessage(c.after)}
			var told []string
			for _, change := range changes(e, words, roles) {
				told = append(told, change.Field+" "+change.Text())
			}
			require.Equal(t, c.want, told)
		})
	}
}
