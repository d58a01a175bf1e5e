package wareapi

import "gulimall/pkg/money"

// Words are the words of a language; *i18n.Words is one.
type Words interface {
	T(key string, pairs ...any) string
}

// Why freight costs what it costs, as codes.
const (
	FreightFree   = "free"   // the goods reach From
	FreightWeight = "weight" // by region and weight
)

// FreightReason is why freight costs what it costs: a code, and what the rule behind it says. Whoever shows it to people words it by the
// catalogues pkg/i18n/locales/ware.*.toml, keys freight_<code>.
type FreightReason struct {
	Code       string    `json:"code"`
	From       money.Fen `json:"from,omitempty"` // goods from this amount travel free; 0 = always to be paid
	Region     string    `json:"region,omitempty"`
	FirstGrams int64     `json:"firstGrams,omitempty"`
	FirstFee   money.Fen `json:"firstFee,omitempty"`
	ExtraGrams int64     `json:"extraGrams,omitempty"`
	ExtraFee   money.Fen `json:"extraFee,omitempty"`
	Grams      int64     `json:"grams,omitempty"` // what the goods weigh
}

// Text words the reason: 满 ¥99.00 包邮. Without a destination there is none.
func (r FreightReason) Text(w Words) string {
	if r.Code == "" {
		return ""
	}
	return w.T("freight_"+r.Code, "From", r.From.Yuan(), "Region", r.Region, "FirstGrams", r.FirstGrams, "FirstFee", r.FirstFee.Yuan(),
		"ExtraGrams", r.ExtraGrams, "ExtraFee", r.ExtraFee.Yuan(), "Grams", r.Grams)
}
