package store

import (
	"context"
	"database/sql"
	"fmt"

	"gulimall/services/member"
)

// Checkout reads a member and the addresses with one statement, and without gorm's reflection: it is asked for by every settlement page
// and by every order.
func (s *Store) Checkout(ctx context.Context, memberID int64) (member.Member, []member.Address, error) {
	rows, err := s.db.WithContext(ctx).Raw(`SELECT m.id, m.username, m.nickname, m.mobile, m.integration, m.integration_frozen, m.growth, m.status,
		l.id, l.name, l.growth_point, l.free_freight_point, l.privilege_member_price,
		a.id, a.name, a.phone, a.province, a.city, a.region, a.detail_address, a.post_code, a.default_status
		FROM ums_member m JOIN ums_member_level l ON l.id = m.level_id LEFT JOIN ums_member_receive_address a ON a.member_id = m.id
		WHERE m.id = ? ORDER BY a.default_status DESC, a.id DESC`, memberID).Rows()
	if err != nil {
		return member.Member{}, nil, fmt.Errorf("read member %d: %w", memberID, err)
	}
	defer rows.Close() //nolint:errcheck // read to the end, or given up
	var m member.Member
	var active bool
	addresses := []member.Address{}
	for rows.Next() {
		a, err := scanCheckout(rows, &m, &active)
		if err != nil {
			return member.Member{}, nil, fmt.Errorf("read member %d: %w", memberID, err)
		}
		if a.ID != 0 {
			addresses = append(addresses, a)
		}
	}
	if err := rows.Err(); err != nil {
		return member.Member{}, nil, fmt.Errorf("read member %d: %w", memberID, err)
	}
	if m.ID == 0 {
		return member.Member{}, nil, member.ErrNoMember
	}
	if !active { // his sessions are ending
		return member.Member{}, nil, member.ErrDisabled
	}
	return m, addresses, nil
}

// scanCheckout reads the member, which every row repeats, and whether he may order, and the row's address; its id is 0 for a member without any.
func scanCheckout(rows *sql.Rows, m *member.Member, active *bool) (member.Address, error) {
	var id sql.NullInt64
	var isDefault sql.NullBool
	var text [7]sql.NullString
	err := rows.Scan(&m.ID, &m.Username, &m.Nickname, &m.Phone, &m.Points, &m.Frozen, &m.Growth, active,
		&m.Level.ID, &m.Level.Name, &m.Level.GrowthPoint, &m.Level.FreeFreightFrom, &m.Level.MemberPrice,
		&id, &text[0], &text[1], &text[2], &text[3], &text[4], &text[5], &text[6], &isDefault)
	return member.Address{
		ID: id.Int64, Name: text[0].String, Phone: text[1].String, Province: text[2].String, City: text[3].String, Region: text[4].String,
		Detail: text[5].String, PostCode: text[6].String, IsDefault: isDefault.Bool,
	}, err
}
