package store

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/demodata"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/paging"
	"gulimall/pkg/rabbit"
	"gulimall/services/admin"
)

func clock() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

func open(t *testing.T) *Store {
	t.Helper()
	db := dbtest.Open(t, outbox.Migrations, Migrations())
	s := New(db, outbox.New(db), clock)
	names := map[adminapi.RoleCode]string{}
	for _, code := range adminapi.RoleCodes() {
		names[code] = string(code)
	}
	for range 2 { // a second time changes nothing
		require.NoError(t, s.Begin(t.Context(), names))
		require.NoError(t, s.Seed(t.Context(), demodata.StaffMembers(), "hash"))
	}
	return s
}

func by(id int64) adminapi.By { return adminapi.By{StaffID: id, Account: "lin", Address: "192.0.2.2"} }

func boss() adminapi.By { return adminapi.By{StaffID: 1, Account: "admin", Address: "192.0.2.1"} }

func account(t *testing.T, s *Store, name string) admin.Standing {
	t.Helper()
	found, err := s.Credentials(t.Context(), name)
	require.NoError(t, err)
	require.True(t, found.Demo)
	who, err := s.Standing(t.Context(), found.StaffID)
	require.NoError(t, err)
	return who
}

func roleOf(t *testing.T, s *Store, code adminapi.RoleCode) admin.Role {
	t.Helper()
	all, _, err := s.Roles(t.Context(), admin.RoleQuery{Page: paging.Whole(100)})
	require.NoError(t, err)
	for _, r := range all {
		if r.Code == code {
			return r
		}
	}
	t.Fatalf("no role %s", code)
	return admin.Role{}
}

// written counts the lines of the log about an action.
func written(t *testing.T, s *Store, action string) int {
	t.Helper()
	entries, _, err := s.Audit(t.Context(), admin.AuditQuery{Area: area, Page: 1, PageSize: 100})
	require.NoError(t, err)
	n := 0
	for _, e := range entries {
		if e.Action == action {
			n++
		}
	}
	return n
}

func TestStandingIsWhatTheRolesGrant(t *testing.T) {
	s := open(t)
	require.ElementsMatch(t, adminapi.Permissions(), account(t, s, "admin").Permissions)
	require.ElementsMatch(t, adminapi.Keeper.Grants(), account(t, s, "keeper").Permissions)
	_, err := s.Credentials(t.Context(), "nobody")
	require.ErrorIs(t, err, admin.ErrNoStaff)
	_, err = s.Standing(t.Context(), 999)
	require.ErrorIs(t, err, admin.ErrNoStaff)
}

func TestAddAndChangeStaff(t *testing.T) {
	s := open(t)
	keeper := roleOf(t, s, adminapi.Keeper)
	added, err := s.Add(t.Context(), admin.NewStaff{Account: "lin", Name: "林", RoleIDs: []int64{keeper.ID}}, "h", boss())
	require.NoError(t, err)
	_, err = s.Add(t.Context(), admin.NewStaff{Account: "lin", Name: "另一位"}, "h", boss())
	require.ErrorIs(t, err, admin.ErrAccountTaken)
	_, err = s.Add(t.Context(), admin.NewStaff{Account: "wang", Name: "王", RoleIDs: []int64{999}}, "h", boss())
	require.ErrorIs(t, err, admin.ErrNoRole)
	_, err = s.Credentials(t.Context(), "wang")
	require.ErrorIs(t, err, admin.ErrNoStaff, "nothing of a refused account stays")

	changed, err := s.Change(t.Context(), admin.Change{ID: added.ID, Name: "林木", Active: false, Version: added.Version}, "", boss())
	require.NoError(t, err)
	require.Empty(t, changed.RoleIDs)
	_, err = s.Change(t.Context(), admin.Change{ID: added.ID, Name: "林森", Active: true, Version: added.Version}, "", boss())
	require.ErrorIs(t, err, admin.ErrEditedMeanwhile, "the second of two who edit is told")
	found, err := s.Credentials(t.Context(), "lin")
	require.NoError(t, err)
	require.False(t, found.Active)
	require.Equal(t, "h", found.Hash, "no new password was given")

	done, err := s.SetPassword(t.Context(), added.ID, "stale", "h2", boss())
	require.NoError(t, err)
	require.False(t, done)
	done, err = s.SetPassword(t.Context(), added.ID, "h", "h2", boss())
	require.NoError(t, err)
	require.True(t, done)

	require.Equal(t, 1, written(t, s, "staff.added"))
	require.Equal(t, 1, written(t, s, "staff.changed"))
	require.Equal(t, 1, written(t, s, "password.changed"))
	entries, total, err := s.Audit(t.Context(), admin.AuditQuery{StaffID: 1, Object: "lin", Page: 1, PageSize: 10})
	require.NoError(t, err)
	require.EqualValues(t, 2, total)
	require.JSONEq(t, fmt.Sprintf(`{"name":"林","active":true,"roleIds":[%d]}`, keeper.ID), string(entries[0].Before))
	require.JSONEq(t, `{"name":"林木","active":false,"roleIds":[]}`, string(entries[0].After))
	require.Equal(t, "192.0.2.1", entries[0].Address)
}

func TestStaffIsFoundAndSorted(t *testing.T) {
	s := open(t)
	keeper, support := roleOf(t, s, adminapi.Keeper), roleOf(t, s, adminapi.Support)
	for i, name := range []string{"林木", "林森", "100%", "Lin"} {
		n := admin.NewStaff{Account: fmt.Sprintf("zlin_%d", i), Name: name, RoleIDs: []int64{keeper.ID}}
		if i == 3 {
			n.RoleIDs = []int64{keeper.ID, support.ID}
		}
		added, err := s.Add(t.Context(), n, "h", boss())
		require.NoError(t, err)
		if i == 0 {
			_, err = s.Change(t.Context(), admin.Change{ID: added.ID, Name: name, RoleIDs: n.RoleIDs, Version: added.Version}, "", boss())
			require.NoError(t, err)
		}
	}
	yes, no := true, false
	for name, test := range map[string]struct {
		q    admin.StaffQuery
		want []string
	}{
		"by account":             {admin.StaffQuery{Text: "zlin"}, []string{"zlin_0", "zlin_1", "zlin_2", "zlin_3"}},
		"an account in capitals": {admin.StaffQuery{Text: "ZLIN_1"}, []string{"zlin_1"}},
		"by name":                {admin.StaffQuery{Text: "林"}, []string{"zlin_0", "zlin_1"}},
		"signs are letters":      {admin.StaffQuery{Text: "1%"}, nil},
		"a name with signs":      {admin.StaffQuery{Text: "100%"}, []string{"zlin_2"}},
		"by role":                {admin.StaffQuery{Text: "zlin", RoleID: support.ID}, []string{"zlin_3"}},
		"closed":                 {admin.StaffQuery{Text: "zlin", Active: &no}, []string{"zlin_0"}},
		"open, the last first":   {admin.StaffQuery{Text: "zlin", Active: &yes, Down: true}, []string{"zlin_3", "zlin_2", "zlin_1"}},
		"newest first":           {admin.StaffQuery{Text: "zlin", Order: admin.StaffByCreation, Down: true}, []string{"zlin_3", "zlin_2", "zlin_1", "zlin_0"}},
		"the second page":        {admin.StaffQuery{Text: "zlin", Page: paging.Page{Number: 2, Size: 3}}, []string{"zlin_3"}},
	} {
		t.Run(name, func(t *testing.T) {
			if test.q.Page.Size == 0 {
				test.q.Page = paging.Whole(10)
			}
			found, total, err := s.Staff(t.Context(), test.q)
			require.NoError(t, err)
			var accounts []string
			for _, one := range found {
				accounts = append(accounts, one.Account)
				require.Contains(t, one.RoleIDs, keeper.ID)
			}
			require.Equal(t, test.want, accounts)
			require.EqualValues(t, len(test.want)+test.q.Page.Offset(), total)
		})
	}
	for _, order := range []admin.StaffOrder{admin.StaffByName, admin.StaffByLogin} {
		found, total, err := s.Staff(t.Context(), admin.StaffQuery{Order: order, Page: paging.Whole(2)})
		require.NoError(t, err)
		require.Len(t, found, 2)
		require.Greater(t, total, int64(4))
	}
}

func TestRolesAreFoundAndSorted(t *testing.T) {
	s := open(t)
	keeper := roleOf(t, s, adminapi.Keeper)
	_, err := s.AddRole(t.Context(), admin.Role{Name: "试用", Permissions: []adminapi.Permission{adminapi.WareRead}}, boss())
	require.NoError(t, err)
	named := func(q admin.RoleQuery) []string {
		t.Helper()
		q.Page = paging.Whole(100)
		found, total, err := s.Roles(t.Context(), q)
		require.NoError(t, err)
		require.EqualValues(t, len(found), total)
		var names []string
		for _, r := range found {
			names = append(names, r.Name)
		}
		return names
	}
	require.Equal(t, []string{"试用"}, named(admin.RoleQuery{Name: "试"}))
	may := named(admin.RoleQuery{Permission: adminapi.WareWrite})
	require.Contains(t, may, keeper.Name)
	require.Contains(t, may, roleOf(t, s, adminapi.Administrator).Name, "it has every permission, whatever the table says")
	require.NotContains(t, may, "试用")
	all := named(admin.RoleQuery{})
	require.Equal(t, "试用", all[len(all)-1], "the newest last")
	require.Equal(t, "试用", named(admin.RoleQuery{Order: admin.RolesByHolders})[0], "nobody has it")
	require.ElementsMatch(t, all, named(admin.RoleQuery{Order: admin.RolesByName, Down: true}))
	one, err := s.Role(t.Context(), keeper.ID)
	require.NoError(t, err)
	require.EqualValues(t, 1, one.Holders)
	_, err = s.Role(t.Context(), 999)
	require.ErrorIs(t, err, admin.ErrNoRole)
}

// Of two administrators who are put out at the same moment, each by the other, one stays.
func TestSomebodyAlwaysRules(t *testing.T) {
	s := open(t)
	ruler := roleOf(t, s, adminapi.Administrator)
	other, err := s.Add(t.Context(), admin.NewStaff{Account: "second", Name: "副手", RoleIDs: []int64{ruler.ID}}, "h", boss())
	require.NoError(t, err)
	first := account(t, s, "admin")
	for range 20 {
		var wg sync.WaitGroup
		results := make([]error, 2)
		for i, a := range []admin.Staff{first.Staff, other} {
			wg.Go(func() {
				_, results[i] = s.Change(context.Background(), admin.Change{ID: a.ID, Name: a.Name, Active: false, RoleIDs: a.RoleIDs, Version: a.Version}, "", by(first.ID+other.ID-a.ID))
			})
		}
		wg.Wait()
		refused := 0
		for _, err := range results {
			if err != nil {
				require.ErrorIs(t, err, admin.ErrLastOne)
				refused++
			}
		}
		require.Equal(t, 1, refused)
		for _, a := range []*admin.Staff{&first.Staff, &other} {
			now, err := s.Standing(t.Context(), a.ID)
			require.NoError(t, err)
			*a = now.Staff
			if !a.Active {
				*a, err = s.Change(t.Context(), admin.Change{ID: a.ID, Name: a.Name, Active: true, RoleIDs: a.RoleIDs, Version: a.Version}, "", by(first.ID+other.ID-a.ID))
				require.NoError(t, err)
			}
		}
	}
}

// TestNobodyRisesByHimself: whoever keeps the accounts gives nobody more than he has, touches nobody who may do more, and does not lock
// himself out.
func TestNobodyRisesByHimself(t *testing.T) {
	s := open(t)
	people, err := s.AddRole(t.Context(), admin.Role{Name: "人事", Permissions: []adminapi.Permission{adminapi.StaffManage, adminapi.WareRead}}, boss())
	require.NoError(t, err)
	lin, err := s.Add(t.Context(), admin.NewStaff{Account: "lin", Name: "林", RoleIDs: []int64{people.ID}}, "h", boss())
	require.NoError(t, err)
	ruler, me, chief := roleOf(t, s, adminapi.Administrator), by(lin.ID), account(t, s, "admin")

	_, err = s.AddRole(t.Context(), admin.Role{Name: "全能", Permissions: []adminapi.Permission{adminapi.PaymentWrite}}, me)
	require.ErrorIs(t, err, admin.ErrBeyondOwn)
	_, _, err = s.ChangeRole(t.Context(), roleOf(t, s, adminapi.Finance), me)
	require.ErrorIs(t, err, admin.ErrBeyondOwn)
	_, err = s.Add(t.Context(), admin.NewStaff{Account: "friend", Name: "友", RoleIDs: []int64{ruler.ID}}, "h", me)
	require.ErrorIs(t, err, admin.ErrBeyondOwn)
	_, err = s.Change(t.Context(), admin.Change{ID: lin.ID, Name: "林", Active: true, RoleIDs: []int64{people.ID, ruler.ID}, Version: lin.Version}, "", me)
	require.ErrorIs(t, err, admin.ErrBeyondOwn)
	_, err = s.Change(t.Context(), admin.Change{ID: chief.ID, Name: chief.Name, Active: true, RoleIDs: chief.RoleIDs, Version: chief.Version}, "taken", me)
	require.ErrorIs(t, err, admin.ErrBeyondOwn, "the password of somebody who may do more")

	_, err = s.Change(t.Context(), admin.Change{ID: lin.ID, Name: "林", RoleIDs: []int64{people.ID}, Version: lin.Version}, "", me)
	require.ErrorIs(t, err, admin.ErrLocksSelfOut)
	_, err = s.Change(t.Context(), admin.Change{ID: lin.ID, Name: "林", Active: true, Version: lin.Version}, "", me)
	require.ErrorIs(t, err, admin.ErrLocksSelfOut)
	people.Permissions = []adminapi.Permission{adminapi.WareRead}
	_, _, err = s.ChangeRole(t.Context(), people, me)
	require.ErrorIs(t, err, admin.ErrLocksSelfOut)

	helper, err := s.AddRole(t.Context(), admin.Role{Name: "帮手", Permissions: []adminapi.Permission{adminapi.WareRead}}, me)
	require.NoError(t, err)
	_, err = s.Add(t.Context(), admin.NewStaff{Account: "friend", Name: "友", RoleIDs: []int64{helper.ID}}, "h", me)
	require.NoError(t, err, "what one has oneself can be given")
}

func TestRoles(t *testing.T) {
	s := open(t)
	added, err := s.AddRole(t.Context(), admin.Role{Name: "实习", Permissions: []adminapi.Permission{adminapi.WareRead}}, boss())
	require.NoError(t, err)
	_, err = s.AddRole(t.Context(), admin.Role{Name: "实习"}, boss())
	require.ErrorIs(t, err, admin.ErrRoleTaken)
	keeper := account(t, s, "keeper")
	role := roleOf(t, s, adminapi.Keeper)
	role.Permissions = []adminapi.Permission{adminapi.WareRead}
	changed, holders, err := s.ChangeRole(t.Context(), role, boss())
	require.NoError(t, err)
	require.Equal(t, []int64{keeper.ID}, holders)
	require.Equal(t, role.Version+1, changed.Version)
	require.Equal(t, []adminapi.Permission{adminapi.WareRead}, account(t, s, "keeper").Permissions)
	_, _, err = s.ChangeRole(t.Context(), role, boss())
	require.ErrorIs(t, err, admin.ErrEditedMeanwhile)
	added.Name = role.Name
	_, _, err = s.ChangeRole(t.Context(), added, boss())
	require.ErrorIs(t, err, admin.ErrRoleTaken)
	_, _, err = s.ChangeRole(t.Context(), roleOf(t, s, adminapi.Administrator), boss())
	require.ErrorIs(t, err, admin.ErrAdministratorAll)
	_, _, err = s.ChangeRole(t.Context(), admin.Role{ID: 999}, boss())
	require.ErrorIs(t, err, admin.ErrNoRole)
}

func TestWhatOthersTellIsWrittenOnce(t *testing.T) {
	s := open(t)
	acted := adminapi.Acted{
		At: clock(), StaffID: 2, Account: "keeper", Address: "192.0.2.9", Area: "ware", Action: "stock.adjusted", Object: "1001", After: json.RawMessage(`{"delta":5}`),
	}
	ctx := rabbit.WithMessage(t.Context(), rabbit.Message{ID: "0190a000-0000-7000-8000-000000000001"}, adminapi.QueueActed)
	require.NoError(t, s.Record(ctx, acted))
	require.ErrorIs(t, s.Record(ctx, acted), outbox.ErrDuplicate)
	entries, total, err := s.Audit(t.Context(), admin.AuditQuery{Area: "ware", From: acted.At, To: acted.At.Add(time.Second), Page: 1, PageSize: 10})
	require.NoError(t, err)
	require.EqualValues(t, 1, total)
	require.Nil(t, entries[0].Before)
	require.JSONEq(t, `{"delta":5}`, string(entries[0].After))
	_, total, err = s.Audit(t.Context(), admin.AuditQuery{From: acted.At.Add(time.Hour), Page: 1, PageSize: 10})
	require.NoError(t, err)
	require.Zero(t, total)
}
