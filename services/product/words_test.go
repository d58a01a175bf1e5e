package product_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/services/product"
)

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"":                      "",
		"华为 智能手机":               "华 为 智 能 手 机",
		"HUAWEI Mate70Pro":      "huawei mate 70 pro",
		"ＩＰｈｏｎｅ１７":              "iphone 17",
		"12GB+256GB":            "12 gb 256 gb",
		"（新品）5G!*\"' \x00\t--;": "新 品 5 g",
		strings.Repeat("a", 40): strings.Repeat("a", 32) + " aaaaaaaa",
	} {
		var terms []string
		for _, w := range product.Words(text) {
			terms = append(terms, w.Term)
		}
		require.Equal(t, want, strings.Join(terms, " "), text)
	}
	require.Equal(t, []string{"华为", "手机", "机5", "5g"}, product.Pairs(product.Words("华为 手机5G")))
}

func TestHighlight(t *testing.T) {
	for _, c := range []struct{ name, title, keyword, want string }{
		{"apart in the title", "华为 智能手机", "华为手机", "[华为] 智能[手机]"},
		{"side by side", "华为手机", "华为手机", "[华为手机]"},
		{"a single character elsewhere stays plain", "手机 洗衣机", "手机", "[手机] 洗衣机"},
		{"only apart", "手工 相机", "手机", "[手]工 相[机]"},
		{"letters in any case", "Apple iPhone 17", "IPHONE", "Apple [iPhone] 17"},
		{"full width", "ＡＢＣ", "abc", "[ＡＢＣ]"},
		{"nothing asked for", "华为", "", "华为"},
		{"nothing found", "华为", "zz", "华为"},
		{"markup is text", "<b>华为</b>", "华为", "<b>[华为]</b>"},
		{"empty", "", "华为", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got strings.Builder
			whole := ""
			for _, f := range product.Highlight(c.title, c.keyword) {
				whole += f.Text
				if f.Hit {
					got.WriteString("[" + f.Text + "]")
				} else {
					got.WriteString(f.Text)
				}
			}
			require.Equal(t, c.want, got.String())
			require.Equal(t, c.title, whole)
		})
	}
}

func FuzzHighlightLosesNothing(f *testing.F) {
	f.Add("华为 智能手机", "华为手机")
	f.Add("İstanbul ǅ 12GB", "i̇ gb")
	f.Fuzz(func(t *testing.T, title, keyword string) {
		title = strings.ToValidUTF8(title, "")
		whole := ""
		for _, f := range product.Highlight(title, keyword) {
			require.NotEmpty(t, f.Text)
			whole += f.Text
		}
		require.Equal(t, title, whole)
	})
}
