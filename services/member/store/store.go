// Package store keeps the schema of member, and in Redis what may be forgotten: sms codes and failed logins.
package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/member"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the numbered SQL files of gulimall_ums.
func Migrations() fs.FS { return mariadb.Migrations(migrations) }

// Store implements member.Store over MariaDB.
type Store struct {
	outbox *outbox.Outbox
	db     *gorm.DB
	now    func() time.Time
}

var _ member.Store = (*Store)(nil)

// New makes a store.
func New(db *gorm.DB, ob *outbox.Outbox, now func() time.Time) *Store {
	return &Store{outbox: ob, db: db, now: now}
}

// Register adds a member and says so.
func (s *Store) Register(ctx context.Context, r member.Registration, hash string) (int64, error) {
	var id int64
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		err := tx.DB.Exec(`INSERT INTO ums_member (level_id, username, username_key, password, nickname, mobile, create_time)
			SELECT id, ?, ?, ?, ?, ?, ? FROM ums_member_level WHERE default_status = 1 ORDER BY growth_point LIMIT 1`,
			r.Username, member.CanonicalUsername(r.Username), hash, r.Username, r.Phone, s.now()).Error
		if err != nil {
			return err
		}
		if err := tx.DB.Raw("SELECT LAST_INSERT_ID()").Scan(&id).Error; err != nil {
			return err
		}
		return tx.Put(outbox.Event{
			Exchange: memberapi.Exchange, Key: memberapi.KeyRegistered, Type: memberapi.TypeRegistered, Subject: fmt.Sprint(id),
			Data: memberapi.Registered{MemberID: id, Username: r.Username},
		})
	})
	if mariadb.IsDuplicate(err) {
		return 0, s.taken(ctx, r)
	}
	if err != nil {
		return 0, fmt.Errorf("insert member: %w", err)
	}
	return id, nil
}

// taken tells which unique key refused a registration.
func (s *Store) taken(ctx context.Context, r member.Registration) error {
	var n int64
	err := s.db.WithContext(ctx).Raw("SELECT COUNT(*) FROM ums_member WHERE username_key = ?", member.CanonicalUsername(r.Username)).Scan(&n).Error
	if err != nil {
		return fmt.Errorf("look for user name: %w", err)
	}
	if n > 0 {
		return member.ErrUsernameTaken
	}
	return member.ErrPhoneTaken
}

// Credentials finds an account. No user name is a phone, so one look-up is enough.
func (s *Store) Credentials(ctx context.Context, account string) (member.Credentials, error) {
	column := "username_key"
	if member.IsPhone(account) {
		column = "mobile"
	}
	var row credentialsRow
	err := s.db.WithContext(ctx).Raw("SELECT id, username, password, password_version, status, demo FROM ums_member WHERE "+column+" = ?", account).Scan(&row).Error
	if err != nil {
		return member.Credentials{}, fmt.Errorf("read credentials: %w", err)
	}
	if row.ID == 0 {
		return member.Credentials{}, member.ErrNoMember
	}
	return member.Credentials{MemberID: row.ID, Username: row.Username, Hash: row.Password, Version: row.PasswordVersion, Active: row.Status == 1, Demo: row.Demo}, nil
}

// NoteLogin writes the login log, and when the member was here last.
func (s *Store) NoteLogin(ctx context.Context, memberID int64, ip string, kind member.LoginKind) error {
	return mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		now := s.now()
		err := tx.Exec("INSERT INTO ums_member_login_log (member_id, ip, login_type, create_time) VALUES (?, ?, ?, ?)", memberID, ip, kind, now).Error
		if err != nil {
			return fmt.Errorf("write login log: %w", err)
		}
		return tx.Exec("UPDATE ums_member SET login_at = ? WHERE id = ?", now, memberID).Error
	})
}

// PasswordVersion counts the changes of a password.
func (s *Store) PasswordVersion(ctx context.Context, memberID int64) (version int64, err error) {
	err = s.db.WithContext(ctx).Raw("SELECT password_version FROM ums_member WHERE id = ?", memberID).Scan(&version).Error
	return version, err
}

// SetPassword changes a hash that is still what it was.
func (s *Store) SetPassword(ctx context.Context, memberID int64, was, hash string) (bool, error) {
	done := s.db.WithContext(ctx).Exec("UPDATE ums_member SET password = ?, password_version = password_version + 1 WHERE id = ? AND password = ?", hash, memberID, was)
	return done.RowsAffected == 1, done.Error
}

// Find reads a member.
func (s *Store) Find(ctx context.Context, memberID int64) (member.Member, error) {
	var row memberRow
	err := s.db.WithContext(ctx).Raw("SELECT "+memberColumns+` FROM ums_member m JOIN ums_member_level l ON l.id = m.level_id WHERE m.id = ?`, memberID).Scan(&row).Error
	if err != nil {
		return member.Member{}, fmt.Errorf("read member %d: %w", memberID, err)
	}
	if row.ID == 0 {
		return member.Member{}, member.ErrNoMember
	}
	return row.member(), nil
}

// Levels lists the levels, the lowest first.
func (s *Store) Levels(ctx context.Context) ([]member.Level, error) {
	var rows []levelRow
	err := s.db.WithContext(ctx).Raw("SELECT " + levelColumns + " FROM ums_member_level l ORDER BY growth_point").Scan(&rows).Error
	levels := make([]member.Level, len(rows))
	for i, r := range rows {
		levels[i] = r.level()
	}
	return levels, err
}

// Rename sets the nickname.
func (s *Store) Rename(ctx context.Context, memberID int64, nickname string) error {
	return s.db.WithContext(ctx).Exec("UPDATE ums_member SET nickname = ? WHERE id = ?", nickname, memberID).Error
}
