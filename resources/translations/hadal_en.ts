<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>AnswerTree</name>
    <message numerus="yes">
        <source>%Ln places break the schema</source>
        <translation>
            <numerusform>%Ln place breaks the schema</numerusform>
            <numerusform>%Ln places break the schema</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln values more; fold others, or show the text</source>
        <translation>
            <numerusform>%Ln value more; fold others, or show the text</numerusform>
            <numerusform>%Ln values more; fold others, or show the text</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AnswerTreeRow</name>
    <message numerus="yes">
        <source>%Ln fields</source>
        <translation>
            <numerusform>%Ln field</numerusform>
            <numerusform>%Ln fields</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln items</source>
        <translation>
            <numerusform>%Ln item</numerusform>
            <numerusform>%Ln items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AnswerTurn</name>
    <message numerus="yes">
        <source>%Ln tokens</source>
        <translation>
            <numerusform>%Ln token</numerusform>
            <numerusform>%Ln tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ArgumentForm</name>
    <message numerus="yes">
        <source>At least %Ln characters</source>
        <translation>
            <numerusform>At least %Ln character</numerusform>
            <numerusform>At least %Ln characters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most %Ln characters</source>
        <translation>
            <numerusform>At most %Ln character</numerusform>
            <numerusform>At most %Ln characters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At least %Ln items</source>
        <translation>
            <numerusform>At least %Ln item</numerusform>
            <numerusform>At least %Ln items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most %Ln items</source>
        <translation>
            <numerusform>At most %Ln item</numerusform>
            <numerusform>At most %Ln items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At least %Ln fields</source>
        <translation>
            <numerusform>At least %Ln field</numerusform>
            <numerusform>At least %Ln fields</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most %Ln fields</source>
        <translation>
            <numerusform>At most %Ln field</numerusform>
            <numerusform>At most %Ln fields</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AttentionPart</name>
    <message numerus="yes">
        <source>%L1 of %Ln earlier tokens</source>
        <translation>
            <numerusform>%L1 of %Ln earlier token</numerusform>
            <numerusform>%L1 of %Ln earlier tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing is left out yet. The indexer chooses once there are more than %Ln tokens.</source>
        <translation>
            <numerusform>Nothing is left out yet. The indexer chooses once there is more than %Ln token.</numerusform>
            <numerusform>Nothing is left out yet. The indexer chooses once there are more than %Ln tokens.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BinList</name>
    <message numerus="yes">
        <source>Delete %Ln chats for good? This cannot be undone.</source>
        <translation>
            <numerusform>Delete %Ln chat for good? This cannot be undone.</numerusform>
            <numerusform>Delete %Ln chats for good? This cannot be undone.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BinRow</name>
    <message numerus="yes">
        <source>%Ln days left</source>
        <translation>
            <numerusform>%Ln day left</numerusform>
            <numerusform>%Ln days left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BranchRow</name>
    <message numerus="yes">
        <source>%Ln messages</source>
        <translation>
            <numerusform>%Ln message</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CheckBanner</name>
    <message numerus="yes">
        <source>Enforced while the model writes: %Ln rules</source>
        <translation>
            <numerusform>Enforced while the model writes: %Ln rule</numerusform>
            <numerusform>Enforced while the model writes: %Ln rules</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Enforced in part: %L1 of %Ln rules</source>
        <translation>
            <numerusform>Enforced in part: %L1 of %Ln rule</numerusform>
            <numerusform>Enforced in part: %L1 of %Ln rules</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message numerus="yes">
        <source>Show %n lines more</source>
        <translation>
            <numerusform>Show %n line more</numerusform>
            <numerusform>Show %n lines more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message numerus="yes">
        <source>Tools, %Ln on</source>
        <translation>
            <numerusform>Tools, %Ln on</numerusform>
            <numerusform>Tools, %Ln on</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ContextBar</name>
    <message numerus="yes">
        <source>%Ln turns will be left out</source>
        <translation>
            <numerusform>%Ln turn will be left out</numerusform>
            <numerusform>%Ln turns will be left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The next request leaves out %Ln tokens of older turns, shown pale.</source>
        <translation>
            <numerusform>The next request leaves out %Ln token of older turns, shown pale.</numerusform>
            <numerusform>The next request leaves out %Ln tokens of older turns, shown pale.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExpertsPart</name>
    <message numerus="yes">
        <source>the %Ln tokens before it</source>
        <translation>
            <numerusform>the token before it</numerusform>
            <numerusform>the %Ln tokens before it</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message numerus="yes">
        <source>The %Ln picked chats</source>
        <translation>
            <numerusform>The picked chat</numerusform>
            <numerusform>The %Ln picked chats</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportPane</name>
    <message numerus="yes">
        <source>%Ln chats exported</source>
        <translation>
            <numerusform>%Ln chat exported</numerusform>
            <numerusform>%Ln chats exported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats</source>
        <translation>
            <numerusform>%Ln chat</numerusform>
            <numerusform>%Ln chats</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln messages</source>
        <translation>
            <numerusform>%Ln message</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FileChip</name>
    <message numerus="yes">
        <source>File %1, %Ln tokens</source>
        <translation>
            <numerusform>File %1, %Ln token</numerusform>
            <numerusform>File %1, %Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tokens</source>
        <translation>
            <numerusform>%Ln token</numerusform>
            <numerusform>%Ln tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportPane</name>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln new</numerusform>
            <numerusform>%Ln new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln with new messages</source>
        <translation>
            <numerusform>%Ln with new messages</numerusform>
            <numerusform>%Ln with new messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unchanged</source>
        <translation>
            <numerusform>%Ln unchanged</numerusform>
            <numerusform>%Ln unchanged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln messages in all</source>
        <translation>
            <numerusform>%Ln message in all</numerusform>
            <numerusform>%Ln messages in all</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln parts of the file cannot be read and are left out</source>
        <translation>
            <numerusform>%Ln part of the file cannot be read and is left out</numerusform>
            <numerusform>%Ln parts of the file cannot be read and are left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportRow</name>
    <message numerus="yes">
        <source>New, %Ln messages</source>
        <translation>
            <numerusform>New, %Ln message</numerusform>
            <numerusform>New, %Ln messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new messages</source>
        <translation>
            <numerusform>%Ln new message</numerusform>
            <numerusform>%Ln new messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NetworkList</name>
    <message numerus="yes">
        <source>%Ln since Hadal was started.</source>
        <translation>
            <numerusform>%Ln since Hadal was started.</numerusform>
            <numerusform>%Ln since Hadal was started.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReadingPrompt</name>
    <message numerus="yes">
        <source>of %Ln tokens</source>
        <translation>
            <numerusform>of %Ln token</numerusform>
            <numerusform>of %Ln tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultBox</name>
    <message numerus="yes">
        <source>The model would get %Ln tokens.</source>
        <translation>
            <numerusform>The model would get %Ln token.</numerusform>
            <numerusform>The model would get %Ln tokens.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SeenPane</name>
    <message numerus="yes">
        <source>%Ln tokens in every turn</source>
        <translation>
            <numerusform>%Ln token in every turn</numerusform>
            <numerusform>%Ln tokens in every turn</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SidebarItem</name>
    <message numerus="yes">
        <source>%Ln chats</source>
        <translation>
            <numerusform>%Ln chat</numerusform>
            <numerusform>%Ln chats</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ToolPaneRow</name>
    <message numerus="yes">
        <source>%Ln tools</source>
        <translation>
            <numerusform>%Ln tool</numerusform>
            <numerusform>%Ln tools</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ToolSwitches</name>
    <message numerus="yes">
        <source>Forget %Ln rules, and ask again</source>
        <translation>
            <numerusform>Forget %Ln rule, and ask again</numerusform>
            <numerusform>Forget %Ln rules, and ask again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hadal::ui::AnswerVoice</name>
    <message numerus="yes">
        <source>Code, %n lines.</source>
        <translation>
            <numerusform>Code, %n line.</numerusform>
            <numerusform>Code, %n lines.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Code in %1, %n lines.</source>
        <translation>
            <numerusform>Code in %1, %n line.</numerusform>
            <numerusform>Code in %1, %n lines.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Table, %n rows.</source>
        <translation>
            <numerusform>Table, %n row.</numerusform>
            <numerusform>Table, %n rows.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hadal::ui::Importer</name>
    <message numerus="yes">
        <source>%Ln chats imported</source>
        <translation>
            <numerusform>%Ln chat imported</numerusform>
            <numerusform>%Ln chats imported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hadal::ui::ServerDesk</name>
    <message numerus="yes">
        <source>%Ln tools</source>
        <translation>
            <numerusform>%Ln tool</numerusform>
            <numerusform>%Ln tools</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hadal::ui::ToolDesk</name>
    <message numerus="yes">
        <source>%Ln tools imported</source>
        <translation>
            <numerusform>%Ln tool imported</numerusform>
            <numerusform>%Ln tools imported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hadal::ui::ToolResult</name>
    <message numerus="yes">
        <source>gave %Ln lines</source>
        <translation>
            <numerusform>gave %Ln line</numerusform>
            <numerusform>gave %Ln lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hadal::ui::ToolTurn</name>
    <message numerus="yes">
        <source>%Ln calls of tools in this turn. Those that were asked for last have not run.</source>
        <translation>
            <numerusform>%Ln call of a tool in this turn. It has not run.</numerusform>
            <numerusform>%Ln calls of tools in this turn. Those that were asked for last have not run.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 was called %Ln times with the same arguments and gave the same result each time.</source>
        <translation>
            <numerusform>%1 was called %Ln time with the same arguments and gave the same result each time.</numerusform>
            <numerusform>%1 was called %Ln times with the same arguments and gave the same result each time.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hadal::ui::Workspace</name>
    <message numerus="yes">
        <source>%Ln chats archived</source>
        <translation>
            <numerusform>%Ln chat archived</numerusform>
            <numerusform>%Ln chats archived</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats moved out of the folder</source>
        <translation>
            <numerusform>%Ln chat moved out of the folder</numerusform>
            <numerusform>%Ln chats moved out of the folder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats moved to “%1”</source>
        <translation>
            <numerusform>%Ln chat moved to “%1”</numerusform>
            <numerusform>%Ln chats moved to “%1”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats moved to the bin</source>
        <translation>
            <numerusform>%Ln chat moved to the bin</numerusform>
            <numerusform>%Ln chats moved to the bin</numerusform>
        </translation>
    </message>
</context>
</TS>
