package member

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
)

// faults lists what an error blames, as "field:code".
func faults(err error) []string {
	all := []string{}
	if err == nil {
		return all
	}
	for _, f := range apperr.From(err).Fields {
		all = append(all, f.Name+":"+f.Code)
	}
	return all
}

func TestRegistrations(t *testing.T) {
	good := Registration{Username: "xiaomai", Password: "Demo-2026!", Phone: "13800001234", Code: "123456"}
	require.NoError(t, good.Check())
	for name, c := range map[string]struct {
		change func(r *Registration)
		faults []string
	}{
		"short name":             {func(r *Registration) { r.Username = "abc" }, []string{"username:username"}},
		"long name":              {func(r *Registration) { r.Username = strings.Repeat("a", 21) }, []string{"username:username"}},
		"chinese name":           {func(r *Registration) { r.Username = "谷粒小主" }, []string{}},
		"digits only":            {func(r *Registration) { r.Username = "13800001234" }, []string{"username:username"}},
		"blank in the name":      {func(r *Registration) { r.Username = "xiao mai" }, []string{"username:username"}},
		"look-alike letters":     {func(r *Registration) { r.Username = "аdmin" }, []string{"username:username"}},
		"name with a line break": {func(r *Registration) { r.Username = "xiaomai\n" }, []string{"username:username"}},
		"short password":         {func(r *Registration) { r.Password = "Demo-20" }, []string{"password:password_short"}},
		"eight Chinese letters":  {func(r *Registration) { r.Password = "床前明月光疑是地" }, []string{}},
		"endless password":       {func(r *Registration) { r.Password = strings.Repeat("x", 129) }, []string{"password:too_long"}},
		"everybody's password":   {func(r *Registration) { r.Password = "PassWord" }, []string{"password:password_common"}},
		"name as password":       {func(r *Registration) { r.Username, r.Password = "Xiaomai88", "xiaomai88" }, []string{"password:password_common"}},
		"phone of another kind":  {func(r *Registration) { r.Phone = "12800001234" }, []string{"phone:phone"}},
		"phone too long":         {func(r *Registration) { r.Phone = "138000012345" }, []string{"phone:phone"}},
		"nothing":                {func(r *Registration) { *r = Registration{} }, []string{"phone:phone", "code:required", "username:username", "password:password_short"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := good
			c.change(&r)
			require.Equal(t, c.faults, faults(r.Check()))
		})
	}
}

func TestAddresses(t *testing.T) {
	good := Address{Name: " 谷小粒 ", Phone: "13800000001", Province: "浙江省", City: "杭州市", Region: "西湖区", Detail: "文三路 478 号", PostCode: ""}
	require.NoError(t, good.Trimmed().Check())
	require.Equal(t, "谷小粒", good.Trimmed().Name)
	for name, c := range map[string]struct {
		change func(a *Address)
		faults []string
	}{
		"no name":         {func(a *Address) { a.Name = "  " }, []string{"name:required"}},
		"long detail":     {func(a *Address) { a.Detail = strings.Repeat("路", 201) }, []string{"detail:too_long"}},
		"200 fit":         {func(a *Address) { a.Detail = strings.Repeat("路", 200) }, []string{}},
		"control":         {func(a *Address) { a.City = "杭\x00州" }, []string{"city:invalid"}},
		"bad phone":       {func(a *Address) { a.Phone = "110" }, []string{"phone:phone"}},
		"bad post code":   {func(a *Address) { a.PostCode = "31001" }, []string{"postCode:post_code"}},
		"good post code":  {func(a *Address) { a.PostCode = "310012" }, []string{}},
		"region missing":  {func(a *Address) { a.Region = "" }, []string{"region:required"}},
		"nothing at all":  {func(a *Address) { *a = Address{} }, []string{"name:required", "province:required", "city:required", "region:required", "detail:required", "phone:phone"}},
		"province is odd": {func(a *Address) { a.Province = strings.Repeat("x", 33) }, []string{"province:too_long"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := good
			c.change(&a)
			require.Equal(t, c.faults, faults(a.Trimmed().Check()))
		})
	}
}

func TestNicknames(t *testing.T) {
	require.NoError(t, CheckNickname(""))
	require.NoError(t, CheckNickname("小麦 🌾"))
	require.Error(t, CheckNickname(strings.Repeat("麦", 33)))
	require.Error(t, CheckNickname("a\nb"))
}

func TestOneHouseholdIsOneAddress(t *testing.T) {
	for ip, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2::9": "2001:db8:1:2::/64", "": "",
	} {
		require.Equal(t, want, network(ip))
	}
}
